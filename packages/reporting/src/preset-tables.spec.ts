import { UserError } from '@alignclip/core';
import { alignmentTable, retrievalTable, zeroShotTable } from './preset-tables';
import { scoreTable } from './score-table';
import { madeRecord } from './testing/made-records';

const tableOf = (spec: ReturnType<typeof scoreTable>) =>
  scoreTable.make(spec.options as unknown as Parameters<typeof scoreTable>[0]);

describe('alignmentTable', () => {
  const records = [
    madeRecord('CLIP', 0, { 'gap/test/alignment-score': 0.4, 'gap/shift/alignment-score': 0.2, 'gap/test/rmg': 0.5 }),
    madeRecord('CLIP', 1, { 'gap/test/alignment-score': 0.6, 'gap/shift/alignment-score': 0.4, 'gap/test/rmg': 0.5 }),
  ];

  it('has the alignment score of each split', () => {
    const { columns, rows } = tableOf(alignmentTable({ splits: ['test', 'shift'] })).render(records);
    expect(columns.map(({ group, title }) => `${group} ${title}`)).toEqual([
      'test alignment score',
      'shift alignment score',
    ]);
    expect(rows[0]!.cells[0]!.mean).toBeCloseTo(0.5, 12);
    expect(rows[0]!.cells[1]!.mean).toBeCloseTo(0.3, 12);
  });

  it('shows other measures on request', () => {
    const table = tableOf(alignmentTable({ splits: ['test'], measures: ['rmg'] }));
    expect(table.render(records).rows[0]!.cells[0]!.mean).toBe(0.5);
  });

  it('is the spec of a score table, whatever it is called with', () => {
    expect(alignmentTable()).toMatchObject({ slot: 'tables', type: 'score-table' });
    expect(alignmentTable({ baseline: 'CLIP', studied: ['trainer.steps'] }).options).toMatchObject({
      baseline: 'CLIP',
      studied: ['trainer.steps'],
    });
  });

  it('refuses an unknown option with the nearest name', () => {
    expect(() => alignmentTable({ split: ['test'] } as never)).toThrow(UserError);
    expect(() => alignmentTable({ split: ['test'] } as never)).toThrow(/alignmentTable.*did you mean "splits"/);
  });
});

describe('retrievalTable', () => {
  const records = [
    madeRecord('CLIP', 0, {
      'retrieval/test/image-to-text/R@1': 0.25,
      'retrieval/test/text-to-image/R@1': 0.5,
      'retrieval/shift/image-to-text/R@1': 0.75,
      'retrieval/shift/text-to-image/R@1': 1,
    }),
  ];

  it('has both directions at each k', () => {
    const { columns, rows } = tableOf(retrievalTable({ k: [1] })).render(records);
    expect(columns.map(({ group, title, percent }) => [group, title, percent])).toEqual([
      ['image→text', 'R@1', true],
      ['text→image', 'R@1', true],
    ]);
    expect(rows[0]!.cells.map((cell) => cell?.mean)).toEqual([0.25, 0.5]);
  });

  it('names the split in the headings where there are several', () => {
    const { columns, rows } = tableOf(retrievalTable({ splits: ['test', 'shift'], k: [1] })).render(records);
    const groups = ['test image→text', 'test text→image', 'shift image→text', 'shift text→image'];
    expect(columns.map(({ group }) => group)).toEqual(groups);
    expect(rows[0]!.cells.map((cell) => cell?.mean)).toEqual([0.25, 0.5, 0.75, 1]);
  });
});

describe('zeroShotTable', () => {
  const records = [
    madeRecord('CLIP', 0, { 'zero-shot/test/coarse/top-1': 0.25, 'zero-shot/test/coarse/top-5': 0.5 }),
    madeRecord('CLIP', 1, { 'zero-shot/test/coarse/top-1': 0.75, 'zero-shot/test/coarse/top-5': 1 }),
  ];

  it('has top-1 and top-5 of each class set', () => {
    const { columns, rows } = tableOf(zeroShotTable({ classSets: ['coarse'] })).render(records);
    expect(columns.map(({ group, title }) => `${group} ${title}`)).toEqual(['coarse top-1', 'coarse top-5']);
    expect(rows[0]!.cells.map((cell) => cell?.mean)).toEqual([0.5, 0.75]);
  });

  it('says which class set no run has', () => {
    const table = tableOf(zeroShotTable({ classSets: ['course'], k: [1] }));
    expect(table.render(records).notes[1]).toContain('zero-shot/test/coarse/top-1');
  });
});
