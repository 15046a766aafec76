import { hostile, variants } from './testing/made-report';
import { describePage } from './testing/describe-page';

describePage('the report page in a browser', ({ open, page, complaints, pixels, settled }) => {
  const rowNames = (table = 1) => {
    const names = page().locator('.scores').nth(table).locator('tbody th');
    return names.evaluateAll((cells) => cells.map((cell) => cell.textContent.trim()));
  };

  it('shows every part without an error or a request', async () => {
    await open();
    expect((await page().locator('h2').allTextContents()).map((text) => text.trim())).toEqual([
      'Verdicts',
      'Claims of the paper',
      'Incomplete: 1 cell or file not shown',
      'Results',
      'Figures',
      'Embeddings on a sphere',
      'Retrieval, query by query',
      'Configuration',
      'Provenance',
    ]);
    expect(await page().locator('.badge').allTextContents()).toEqual(['Yes', 'Undecided']);
    expect(await page().locator('.chart svg').count()).toBe(3);
    expect(
      await page()
        .locator('.example img')
        .first()
        .evaluate((image) => (image as HTMLImageElement).naturalWidth),
    ).toBe(16);
  });

  it('folds the comparisons of a claim behind their verdicts', async () => {
    await open();
    const evidence = page().locator('#claims details');
    expect(await evidence.locator('p').first().isVisible()).toBe(false);
    await evidence.getByText('3 comparisons: 3 hold').click();
    expect(await evidence.locator('p').allTextContents()).toEqual([1, 2, 3].map((n) => `${n} ${hostile}`));
    expect(await evidence.locator('p').first().isVisible()).toBe(true);
  });

  it('shows names that are programs as text', async () => {
    await open();
    expect(await page().evaluate(() => 'hacked' in globalThis)).toBe(false);
    expect(await page().locator('h1').textContent()).toContain(hostile);
    expect(await rowNames()).toEqual(variants);
    expect(await page().locator('.panel b').allTextContents()).toEqual(variants);
    expect(await page().locator('script').count()).toBe(2);
    expect(await page().locator('img:not([src^="data:"]):not(.pair-image img)').count()).toBe(0);
    expect(await page().locator('.chart').last().locator('svg text').allTextContents()).toContainEqual(
      expect.stringContaining('<script>'),
    );
  });

  it('lets nothing onto the network, even from its own program', async () => {
    await open();
    const outcome = await page().evaluate(() => {
      const answer = fetch('http://192.0.2.1/');
      return answer.then(() => 'sent').catch(() => 'refused');
    });
    expect(outcome).toBe('refused');
    expect(
      complaints()
        .splice(0)
        .every((line) => /Content Security Policy/.test(line)),
    ).toBe(true);
  });

  it('sorts a table upwards, downwards and back, by numbers', async () => {
    await open();
    const heading = page().locator('th', { hasText: 'centroid distance' });
    const sort = heading.getByRole('button');
    await sort.click();
    expect(await heading.getAttribute('aria-sort')).toBe('ascending');
    expect(await rowNames()).toEqual([hostile, 'CLIP', 'SharedCLIP']);
    await sort.click();
    expect(await heading.getAttribute('aria-sort')).toBe('descending');
    expect(await rowNames()).toEqual(['SharedCLIP', 'CLIP', hostile]);
    await sort.click();
    expect(await heading.getAttribute('aria-sort')).toBeNull();
    expect(await rowNames()).toEqual(variants);
  });

  it('sorts by the column below a group’s heading, by keyboard', async () => {
    await open();
    await page().locator('th', { hasText: 'R@1' }).getByRole('button').focus();
    await page().keyboard.press('Enter');
    expect(await rowNames()).toEqual(['SharedCLIP', 'CLIP', hostile]);
    expect(await page().locator('#tables [role=status]').first().textContent()).toContain('ascending');
  });

  it('zooms a curve by its buttons and by the wheel, and back', async () => {
    await open();
    const chart = page().locator('.chart').last();
    const ticks = () =>
      chart
        .locator('.role-axis-label')
        .first()
        .locator('text')
        .allTextContents()
        .then((texts) => texts.sort());
    const all = await ticks();
    await chart.getByRole('button', { name: 'Zoom in' }).click();
    await page().waitForTimeout(100);
    const zoomed = await ticks();
    expect(zoomed).not.toEqual(all);
    await chart.getByRole('button', { name: 'Show all' }).click();
    await page().waitForTimeout(100);
    expect(await ticks()).toEqual(all);
    await chart.locator('svg').hover();
    await page().keyboard.down('Control');
    await page().mouse.wheel(0, -300);
    await page().keyboard.up('Control');
    await page().waitForTimeout(100);
    expect(await ticks()).not.toEqual(all);
  });

  it('zooms each plot of a composed figure by the wheel over it, and all by the buttons', async () => {
    await open();
    const chart = page().locator('.chart', { hasText: 'temperature' }).first();
    const labels = async (axis: number) =>
      (await chart.locator('.role-axis-label').nth(axis).locator('text').allTextContents()).sort();
    const axes = await chart.locator('.role-axis-label').count();
    const all = async () => Promise.all(Array.from({ length: axes }, (_, axis) => labels(axis)));
    const before = await all();
    const svg = chart.locator('svg');
    const { height } = (await svg.boundingBox())!;
    await svg.hover({ position: { x: 200, y: height - 90 } });
    await page().keyboard.down('Control');
    await page().mouse.wheel(0, -300);
    await page().keyboard.up('Control');
    await page().waitForTimeout(100);
    const after = await all();
    const changed = (axis: number) => JSON.stringify(after[axis]) !== JSON.stringify(before[axis]);
    expect(before.map((_, axis) => changed(axis)).filter(Boolean)).toHaveLength(axes / 2);
    await chart.getByRole('button', { name: 'Show all' }).click();
    await page().waitForTimeout(100);
    expect(await all()).toEqual(before);
    await chart.getByRole('button', { name: 'Zoom in' }).click();
    await page().waitForTimeout(100);
    const zoomed = await all();
    expect(zoomed.every((one, axis) => JSON.stringify(one) !== JSON.stringify(before[axis]))).toBe(true);
  });

  it.each(['light', 'dark'] as const)('follows the system to %s and lets the reader choose', async (colorScheme) => {
    await open({ colorScheme });
    const ground = () => page().evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [light, dark] = ['rgb(255, 255, 255)', 'rgb(21, 24, 28)'];
    expect(await ground()).toBe(colorScheme === 'light' ? light : dark);
    const before = await pixels();
    const switcher = page().locator('#theme');
    await switcher.click();
    expect([await switcher.textContent(), await ground()]).toEqual(['Colours: light', light]);
    await switcher.press('Enter');
    await settled();
    expect([await switcher.textContent(), await ground()]).toEqual(['Colours: dark', dark]);
    if (colorScheme === 'light') expect(await pixels()).not.toBe(before);
    await switcher.click();
    expect(await ground()).toBe(colorScheme === 'light' ? light : dark);
  });

  it.each([1280, 390])('is no wider than a screen of %i pixels', async (width) => {
    await open({ viewport: { width, height: 800 } });
    expect(await page().evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });

  it('is reached by keyboard in the order of reading, each stop visible and named', async () => {
    await open();
    const stops: { name: string; outline: string }[] = [];
    for (let i = 0; i < 40; i += 1) {
      await page().keyboard.press('Tab');
      stops.push(
        await page().evaluate(() => {
          const at = document.activeElement!;
          const label = at.closest('label');
          const name = at.getAttribute('aria-label') ?? label?.textContent ?? at.textContent;
          return { name: name.trim(), outline: getComputedStyle(at).outlineStyle };
        }),
      );
    }
    expect(stops[0]!.name).toBe('Skip to the results');
    expect(stops.every(({ name, outline }) => name !== '' && outline !== 'none')).toBe(true);
    const order = ['Skip to the results', 'Verdicts', 'Colours: auto', 'centroid distance', 'Zoom in', 'Seed'];
    const places = order.map((wanted) => stops.findIndex(({ name }) => name.startsWith(wanted)));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  it('has one name for everything that is operated, and headings without a gap', async () => {
    await open();
    const operated = page().locator('button, select, input, canvas, [role=group], img');
    const nameless = await operated.evaluateAll((all) => {
      const found = all.filter((one) => {
        const name = one.getAttribute('aria-label') || one.textContent.trim();
        return !name && one.getAttribute('alt') === null && one.closest('label') === null;
      });
      return found.length;
    });
    expect(nameless).toBe(0);
    const levels = await page()
      .locator('h1, h2, h3')
      .evaluateAll((all) => all.map(({ tagName }) => Number(tagName[1])));
    levels.forEach((level, i) => expect(level - (levels[i - 1] ?? 0)).toBeLessThanOrEqual(1));
  });
});
