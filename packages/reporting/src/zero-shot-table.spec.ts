import { createTable } from './testing/create';
import { madeRecord } from './testing/made-records';
import { zeroShotTable } from './zero-shot-table';

describe('zeroShotTable', () => {
  const records = [
    madeRecord('CLIP', 0, { 'zero-shot/test/coarse/top-1': 0.25, 'zero-shot/test/coarse/top-5': 0.5 }),
    madeRecord('CLIP', 1, { 'zero-shot/test/coarse/top-1': 0.75, 'zero-shot/test/coarse/top-5': 1 }),
  ];

  it('has top-1 and top-5 of each class set', () => {
    const table = createTable(zeroShotTable, zeroShotTable({ classSets: ['coarse'] }));
    const { columns, rows } = table.render(records);
    expect(columns.map(({ group, title }) => `${group} ${title}`)).toEqual(['coarse top-1', 'coarse top-5']);
    expect(rows[0]!.cells.map((cell) => cell?.mean)).toEqual([0.5, 0.75]);
  });

  it('says which class set no run has', () => {
    const table = createTable(zeroShotTable, zeroShotTable({ classSets: ['course'], k: [1] }));
    expect(table.render(records).notes[1]).toContain('zero-shot/test/coarse/top-1');
  });
});
