import { retrievalTable } from './retrieval-table';
import { createTable } from './testing/create';
import { madeRecord } from './testing/made-records';

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
    const { columns, rows } = createTable(retrievalTable, retrievalTable({ k: [1] })).render(records);
    expect(columns.map(({ group, title, percent }) => [group, title, percent])).toEqual([
      ['image→text', 'R@1', true],
      ['text→image', 'R@1', true],
    ]);
    expect(rows[0]!.cells.map((cell) => cell?.mean)).toEqual([0.25, 0.5]);
  });

  it('names the split in the headings where there are several', () => {
    const table = createTable(retrievalTable, retrievalTable({ splits: ['test', 'shift'], k: [1] }));
    const { columns, rows } = table.render(records);
    expect(columns.map(({ group }) => group)).toEqual(['test image→text', 'test text→image', 'shift image→text', 'shift text→image']); // prettier-ignore
    expect(rows[0]!.cells.map((cell) => cell?.mean)).toEqual([0.25, 0.5, 0.75, 1]);
  });
});
