import { figureRecords } from '@alignclip/reporting/testing';
import { HtmlValidate } from 'html-validate';
import { everyFigure } from '../browser/testing/made-figures';
import { hostile, madeReport, variants } from '../browser/testing/made-report';
import { reportFormat } from '../text/report-format';
import { reportText } from '../text/report-text';
import { buildPage } from './build-page';

const validate = new HtmlValidate({ extends: ['html-validate:recommended'] });
async function complaints(text: string): Promise<string[]> {
  const { results } = await validate.validateString(text);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${ruleId}: ${message}: ${text.split('\n')[line - 1]?.slice(0, 120)}`),
  );
}
const title = 'a report';
const whole = () => madeReport({ title, figures: everyFigure(figureRecords(variants)) });
const empty = () =>
  madeReport({ title, records: [], tables: [], figures: [], claims: [], answers: [], gaps: [hostile] });

describe.each([
  ['everything', whole],
  ['nothing', empty],
])('html-validate finds nothing in a report of %s', (_, make) => {
  it('as a page', async () => expect(await complaints(await buildPage(await make(), () => {}))).toEqual([]));

  it('as a fragment', async () => {
    const report = await make();
    const drawn = report.figures.map((_, i) => `figure-${i}`);
    expect(await complaints(reportText(report, reportFormat('html'), drawn))).toEqual([]);
  });
});
