import { figureRecords } from '@alignclip/reporting/testing';
import type { Report } from '../model/make-report';
import { describePage } from './testing/describe-page';
import { everyFigure } from './testing/made-figures';
import { madeReport } from './testing/made-report';

const withEveryFigure = (): Promise<Report> => madeReport({ figures: everyFigure(figureRecords()) });

describePage(
  'what the gap is measured for, on the page',
  ({ open, page }) => {
    const chart = (title: string) =>
      page()
        .locator('.chart')
        .filter({ has: page().getByRole('heading', { name: title, exact: true }) });
    const texts = (title: string) => chart(title).locator('svg text').allTextContents();

    it('draws the clusters, the search among images and texts, and the frontier', async () => {
      await open();
      const clusters = await texts('Clusters of images and texts (coarse, test)');
      expect(clusters).toEqual(
        expect.arrayContaining([
          'CLIP',
          'AlignCLIP',
          'modality: NMI (should be 0)',
          'agreement, 1: the same partition',
        ]),
      );
      const search = await texts('Search among texts and images (test)');
      expect(search).toEqual(expect.arrayContaining(['CLIP', 'documents that are images (%)']));
      const frontier = await texts('Is it more than temperature?');
      expect(frontier).toEqual(expect.arrayContaining(['τ = 0.01', 'τ = 0.2', 'AlignCLIP']));
    });

    it('says what each remedy is beside the frontier, and zooms it', async () => {
      await open();
      const drawn = chart('Is it more than temperature?');
      expect(await drawn.locator('figcaption').textContent()).toMatch(/AlignCLIP: can’t be told|AlignCLIP is/);
      const ticks = async () =>
        (await drawn.locator('.role-axis-label').first().locator('text').allTextContents()).sort();
      const all = await ticks();
      await drawn.getByRole('button', { name: 'Zoom in' }).click();
      await page().waitForTimeout(100);
      expect(await ticks()).not.toEqual(all);
    });
  },
  withEveryFigure,
);
