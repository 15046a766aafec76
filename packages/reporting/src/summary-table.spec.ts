import { summaryTable } from './summary-table';
import { describeTable } from './testing/describe-table';
import { madeRecord } from './testing/made-records';

describeTable('summary-table', summaryTable.make({}), [
  madeRecord('CLIP', 0, { 'gap/test/rmg': 0.46, 'retrieval/test/image-to-text/R@1': 0 }),
]);

describe('summaryTable', () => {
  const model = summaryTable.make({ split: 'shift', classSet: 'groups' }).render([
    madeRecord('CLIP', 0, {
      'gap/shift/alignment-score': 0.54,
      'gap/shift/centroid-distance': 0.62,
      'gap/shift/rmg': 0.46,
      'retrieval/shift/image-to-text/R@1': 0.1,
      'retrieval/shift/image-to-text/R@5': 0.2,
      'retrieval/shift/image-to-text/R@10': 0.3,
      'retrieval/shift/text-to-image/R@1': 0.4,
      'retrieval/shift/text-to-image/R@5': 0.5,
      'retrieval/shift/text-to-image/R@10': 0.6,
      'zero-shot/shift/groups/top-1': 0.7,
    }),
  ]);

  it('shows gap, retrieval both ways and zero-shot of its split and class set', () => {
    expect(model.rows[0]!.cells.map((cell) => cell?.mean)).toEqual([
      0.54, 0.62, 0.46, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7,
    ]);
    expect(model.notes).toEqual(['n = 1 seed: the spread is unknown.']);
  });

  it('heads its columns with what is better', () => {
    expect(model.columns.map(({ group, title, better }) => [group, title, better])).toEqual([
      [undefined, 'alignment score', 'higher'],
      [undefined, 'centroid distance', 'lower'],
      [undefined, 'RMG', 'lower'],
      ...['image→text', 'text→image'].flatMap((way) => [1, 5, 10].map((k) => [way, `R@${k}`, 'higher'])),
      ['zero-shot', 'top-1', 'higher'],
    ]);
  });
});
