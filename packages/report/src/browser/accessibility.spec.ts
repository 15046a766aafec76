import { figureRecords } from '@alignclip/reporting/testing';
import axe from 'axe-core';
import { joinedReport, type Report } from '../model/make-report';
import { describePage } from './testing/describe-page';
import { everyFigure } from './testing/made-figures';
import { hostile, madeMappedReport, madeReport, variants } from './testing/made-report';

const withEveryFigure = async (): Promise<Report> => {
  const records = figureRecords(variants);
  const report = await madeReport({ figures: everyFigure(records) });
  return { ...report, records: [...report.records, ...figureRecords([`maps ${hostile}`])] };
};
const several = async (): Promise<Report> =>
  joinedReport('several experiments', [await madeReport({ title: 'one' }), await madeReport({ title: 'two' })]);
const empty = (): Promise<Report> =>
  madeReport({ records: [], tables: [], figures: [], claims: [], answers: [], gaps: ['missing: all cells'] });

const pages = {
  'a sweep': madeReport,
  'every figure': withEveryFigure,
  'several experiments': several,
  'variants with maps': madeMappedReport,
  nothing: empty,
};
/** A scheme changes colours, a width the layout: both of both on the page with all, each once on the others. */
const screens = [
  ['light', 1280],
  ['dark', 375],
] as const;
const allScreens = [...screens, ['light', 375], ['dark', 1280]] as const;

for (const [name, make] of Object.entries(pages)) {
  describePage(
    `accessibility of the page of ${name}`,
    ({ open, page, settled }) => {
      it.each(name === 'every figure' ? allScreens : screens)(
        'passes every rule of axe in %s at %i pixels',
        async (colorScheme, width) => {
          await open({ colorScheme, viewport: { width, height: 900 } });
          await page().evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
          await settled();
          await page().evaluate(axe.source);
          const violations = await page().evaluate(async () => {
            const found = await (globalThis as unknown as { axe: typeof axe }).axe.run(document);
            return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
          });
          expect(violations).toEqual([]);
        },
      );
    },
    make,
  );
}
