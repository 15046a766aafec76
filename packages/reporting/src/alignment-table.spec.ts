import { alignmentTable } from './alignment-table';
import { createTable } from './testing/create';
import { madeRecord } from './testing/made-records';

describe('alignmentTable', () => {
  const records = [
    madeRecord('CLIP', 0, { 'gap/test/alignment-score': 0.4, 'gap/shift/alignment-score': 0.2, 'gap/test/rmg': 0.5 }),
    madeRecord('CLIP', 1, { 'gap/test/alignment-score': 0.6, 'gap/shift/alignment-score': 0.4, 'gap/test/rmg': 0.5 }),
  ];

  it('has the alignment score of each split', () => {
    const table = createTable(alignmentTable, alignmentTable({ splits: ['test', 'shift'] }));
    const { columns, rows } = table.render(records);
    expect(columns.map(({ group, title }) => `${group} ${title}`)).toEqual([
      'test alignment score',
      'shift alignment score',
    ]);
    expect(rows[0]!.cells[0]!.mean).toBeCloseTo(0.5, 12);
    expect(rows[0]!.cells[1]!.mean).toBeCloseTo(0.3, 12);
  });

  it('shows other measures on request', () => {
    const table = createTable(alignmentTable, alignmentTable({ splits: ['test'], measures: ['rmg'] }));
    expect(table.render(records).rows[0]!.cells[0]!.mean).toBe(0.5);
  });
});
