import type { RunRecord } from '@alignclip/core';
import { factorTable } from './factor-table';
import { renderMarkdown } from './rendering/render-markdown';
import { describeTable } from './testing/describe-table';
import { madeRecord } from './testing/made-records';

const weight = 'losses.intraModalitySeparation.weight';
const start = 'temperature.start';
const point = (seed: number, score: number, factors: Record<string, unknown>): RunRecord =>
  ({ ...madeRecord(JSON.stringify(factors), seed, { d: score }), factors }) as RunRecord;

const records = [14, 100].flatMap((from, column) =>
  [1, 0.25, 0].flatMap((value, row) =>
    [0, 1].map((seed) => point(seed, row + column / 10 + seed / 100, { [weight]: value, [start]: from })),
  ),
);
const table = (options: object) =>
  factorTable.make({ score: 'd', name: 'distance', rows: weight, digits: 3, ...options });

describeTable('factor-table', table({ columns: start, better: 'lower' }), records);

describe('factorTable', () => {
  it('has a row for each value of one factor and a column for each of the other, numbers in order', () => {
    expect(renderMarkdown(table({ columns: start, better: 'lower' }).render(records))).toBe(
      `**distance by losses.intraModalitySeparation.weight and temperature.start**

| losses.intraModalitySeparation.weight | temperature.start 14 ↓ | temperature.start 100 ↓ |
| --- | ---: | ---: |
| 0 | 2.005 ± .007 | 2.105 ± .007 |
| 0.25 | 1.005 ± .007 | 1.105 ± .007 |
| 1 | .005 ± .007 | .105 ± .007 |

- Mean ± standard deviation over the runs of a point.
`,
    );
  });

  it('names what else it averages over, and what is left out', () => {
    const { rows, columns, notes } = table({}).render([...records, madeRecord('CLIP', 0, { d: 9 })]);
    expect(columns.map(({ title }) => title)).toEqual(['distance']);
    expect(rows.map(({ cells }) => cells[0]!.seeds)).toEqual([4, 4, 4]);
    expect(rows[0]!.cells[0]!.mean).toBeCloseTo(2.055, 12);
    expect(notes.slice(1)).toEqual([
      'Cells average over temperature.start, which the grid varies too.',
      '1 run is not part of this grid and left out.',
    ]);
  });

  it('leaves cells empty that were not run, and reports where nothing was', () => {
    expect(table({ columns: start }).render(records.slice(2)).rows[2]!.cells[0]).toBeUndefined();
    expect(table({}).render([madeRecord('CLIP', 0, { d: 1 })])).toMatchObject({
      rows: [],
      notes: [`No run is part of a grid over ${weight}.`],
    });
  });

  it('names values that are whole components', () => {
    const teachers = ['sbert', 'labels'].map((type) => ({ slot: 'teacher', type, options: {} }));
    const runs = teachers.map((teacher, seed) => point(seed, 1, { teacher }));
    const { rows } = table({ rows: 'teacher' }).render(runs);
    expect(rows.map(({ name }) => name)).toEqual(['sbert', 'labels']);
  });
});
