import { parse } from 'csv-parse/sync';
import { defaultTables } from '../defaults';
import { renderCsv } from '../rendering/render-csv';
import { renderHtml } from '../rendering/render-html';
import { renderLatex } from '../rendering/render-latex';
import { renderMarkdown } from '../rendering/render-markdown';
import { renderTerminal } from '../rendering/render-terminal';
import { scoreTable } from '../score-table';
import { statisticsTable } from '../statistics-table';
import { madeRecord } from '../testing/made-records';

const key = 'gap/test/rsa';
const column = { title: 'rsa', score: key, better: 'higher' as const };
const reason = { undefinedScores: { [key]: 'all rows are equal' } };
const records = [
  madeRecord('CLIP', 0, { [key]: 0.5 }),
  madeRecord('CLIP', 1, {}, reason),
  madeRecord('Collapsed', 0, {}, reason),
  madeRecord('Collapsed', 1, {}, reason),
  madeRecord('Older', 0, {}),
];
const table = scoreTable.make({ title: 'Made', columns: [column], baseline: 'CLIP' }).render(records);

describe('a score that is undefined', () => {
  it('is called so in every format, and is neither the best nor empty nor a number', () => {
    expect(renderTerminal(table)).toMatch(/│ Collapsed +│ undefined │/);
    expect(renderMarkdown(table)).toContain('| Collapsed | undefined |');
    expect(renderLatex(table)).toContain('Collapsed & undefined');
    expect(renderHtml(table)).toContain('<th scope="row">Collapsed</th><td>undefined</td>');
    const rows = parse(renderCsv(table));
    expect(rows.slice(1).map(([, mean, sd, seeds]) => [mean, sd, seeds])).toEqual([
      ['0.5', '', '1'],
      ['NaN', '', '2'],
      ['', '', ''],
    ]);
  });

  it('has its reason in a note, apart from what is missing', () => {
    expect(table.notes).toContain('rsa is undefined for CLIP, seed 1; Collapsed: all rows are equal.');
    expect(table.notes).toContain('rsa is missing for Older.');
    expect(table.notes.join()).not.toContain('No run has the score');
  });

  it('is undefined in the statistics, and in tables of a folder of records', () => {
    const statistics = statisticsTable.make({ columns: [column], baseline: 'CLIP' }).render(records);
    const row = statistics.rows.find(({ name }) => name.endsWith('Collapsed'))!;
    expect(row.cells).toHaveLength(statistics.columns.length);
    expect(row.cells[1]).toEqual({ mean: NaN, seeds: 2 });
    const others = records.slice(2, 4);
    expect(defaultTables(others)).toHaveLength(1);
  });
});
