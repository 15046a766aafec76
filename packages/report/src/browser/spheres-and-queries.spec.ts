import { describePage } from './testing/describe-page';
import { madeMappedReport, variants } from './testing/made-report';

describePage('spheres and queries of the report page', ({ open, page, pixels, settled }) => {
  const pair = () => page().locator('.pair-caption').textContent();

  it('turns the spheres by dragging and by arrow keys, all together', async () => {
    await open();
    const canvas = page().locator('#sphere-view canvas').first();
    await canvas.scrollIntoViewIfNeeded();
    await settled();
    const before = [await pixels(0), await pixels(1)];
    const { x, y, width, height } = (await canvas.boundingBox())!;
    await page().mouse.move(x + 5, y + 5);
    await page().mouse.down();
    await page().mouse.move(x + width / 2, y + height / 3, { steps: 5 });
    await page().mouse.up();
    await settled();
    const dragged = [await pixels(0), await pixels(1)];
    expect(dragged[0]).not.toBe(before[0]);
    expect(dragged[1]).not.toBe(before[1]);
    await canvas.focus();
    await page().mouse.move(0, 0);
    await page().keyboard.press('ArrowLeft');
    await settled();
    expect(await pixels(0)).not.toBe(dragged[0]);
  });

  it('shows image and caption of the pair under the pointer, and lets go', async () => {
    await open();
    const canvas = page().locator('#sphere-view canvas').first();
    await canvas.scrollIntoViewIfNeeded();
    const { width, height } = (await canvas.boundingBox())!;
    const seen = new Set<string | null>();
    for (let x = 0.1; x < 0.95; x += 0.05) {
      for (const y of [0.2, 0.3, 0.4, 0.6, 0.7]) {
        await canvas.hover({ position: { x: x * width, y: y * height } });
        seen.add(await pair());
      }
    }
    expect([...seen].filter((text) => text?.startsWith('caption of ')).length).toBeGreaterThan(2);
    await canvas.hover({ position: { x: 14, y: 14 } });
    expect(await pair()).toContain('Move over');
  });

  it('goes through the pairs by keyboard, with their images, and tells them to screen readers', async () => {
    await open();
    const canvas = page().locator('#sphere-view canvas').first();
    await canvas.focus();
    const first = await pixels();
    await page().keyboard.press('PageDown');
    await page().keyboard.press('PageDown');
    await settled();
    const second = await pair();
    expect(second).toMatch(/^caption of /);
    expect(await page().locator('.pair-words').getAttribute('role')).toBe('status');
    expect(
      await page()
        .locator('.pair-image img')
        .evaluate((image) => (image as HTMLImageElement).naturalWidth),
    ).toBe(16);
    expect(await pixels()).not.toBe(first);
    await page().keyboard.press('PageUp');
    expect(await pair()).not.toBe(second);
    await page().getByRole('button', { name: 'Next pair' }).click();
    expect(await pair()).toBe(second);
    await canvas.press('Escape');
    expect(await pair()).toContain('Move over');
  });

  it('shows other seeds and views of the spheres, and no switch of maps where there are none', async () => {
    await open();
    expect(await page().locator('#spheres').getByRole('combobox', { name: 'Maps' }).count()).toBe(0);
    const sphere = await pixels();
    await page().locator('#spheres').getByRole('combobox', { name: 'Seed' }).selectOption('1');
    expect(await page().locator('.panel figcaption').first().textContent()).toContain('seed 1');
    await page()
      .locator('#spheres')
      .getByRole('combobox', { name: 'View' })
      .selectOption({ label: 'three principal components' });
    await settled();
    expect(await pixels()).not.toBe(sphere);
  });

  it('shows queries right and wrong, of both directions', async () => {
    await open();
    const section = page().locator('#examples');
    expect(await section.locator('.example').count()).toBe(6);
    await section.getByRole('button', { name: 'Show more' }).click();
    expect(await section.locator('.example').count()).toBe(12);
    await section.getByRole('combobox', { name: 'Show' }).selectOption('2');
    expect(await section.locator('.example').count()).toBe(1);
    expect(
      await section.locator('.found li:first-child').evaluateAll((items) => items.map(({ className }) => className)),
    ).toEqual(variants.map(() => 'right'));
    await section.getByRole('combobox', { name: 'Find' }).selectOption('1');
    expect(await section.locator('.example .found img').count()).toBe(15);
    expect(await section.locator('.found .mark').first().textContent()).toBe('✓correct');
  });

  it('shows what is found among images and captions, each as it is', async () => {
    await open();
    const section = page().locator('#examples');
    await section.getByRole('combobox', { name: 'Find' }).selectOption({ label: 'images and captions of a caption' });
    const answer = section.locator('.example').first().locator('.answer').first();
    expect(await answer.locator('.found li').count()).toBe(2);
    const image = answer.locator('.found li').first().locator('img');
    expect(await image.evaluate((one) => (one as HTMLImageElement).naturalWidth)).toBe(16);
    expect(await answer.locator('.found-text').allTextContents()).toEqual([expect.stringMatching(/^text of /)]);
    expect(await section.locator('.example .words').first().textContent()).toMatch(/^“caption of /);
  });
});

describePage(
  'the switch of maps',
  ({ open, page, pixels, settled }) => {
    it('shows the embeddings of a variant before and after its maps, by keyboard', async () => {
      await open();
      const canvas = page().locator('#sphere-view canvas').first();
      await canvas.scrollIntoViewIfNeeded();
      await settled();
      const caption = () => page().locator('.panel figcaption small').nth(1).textContent();
      const [base, after] = [await pixels(0), await pixels(1)];
      expect(after).not.toBe(base);
      expect(await caption()).not.toContain('before');
      const maps = page().locator('#spheres').getByRole('combobox', { name: 'Maps' });
      await maps.focus();
      await page().keyboard.press('ArrowDown');
      await settled();
      expect([await pixels(0), await pixels(1)]).toEqual([base, base]);
      expect(await caption()).toMatch(/^before its maps: 12 pairs/);
      expect(await page().locator('#sphere-view canvas').nth(1).getAttribute('aria-label')).toContain(
        'before its maps',
      );
      await maps.selectOption({ label: 'after the maps' });
      await settled();
      expect([await pixels(0), await pixels(1)]).toEqual([base, after]);
    });
  },
  madeMappedReport,
);
