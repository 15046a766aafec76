import { gapColumns, retrievalColumns, zeroShotColumns } from './score-columns';
import { scoreTable } from './score-table';
import { madeRecord } from './testing/made-records';

describe('columns of a score table', () => {
  it('come from several families, with columns of the user between them', () => {
    const scores = {
      'gap/test/alignment-score': 0.4,
      'gap/test/rmg': 0.2,
      'retrieval/test/image-to-text/R@10': 0.3,
      'retrieval/test/text-to-image/R@10': 0.5,
      'zero-shot/test/coarse/top-1': 0.7,
      own: 1,
    };
    const columns = [
      ...gapColumns('test', { measures: ['alignment-score', 'rmg'], group: 'gap' }),
      { title: 'own', score: 'own' },
      ...retrievalColumns('test', { k: [10], group: 'test' }),
      ...zeroShotColumns('test', { classSets: ['coarse'], k: [1], group: (classSet) => `zero-shot, ${classSet}` }),
    ];
    const model = scoreTable.make({ title: 'Mixed', columns }).render([madeRecord('CLIP', 0, scores)]);
    expect(model.columns.map(({ group, title }) => [group, title])).toEqual([
      ['gap', 'alignment score'],
      ['gap', 'RMG'],
      [undefined, 'own'],
      ['test image→text', 'R@10'],
      ['test text→image', 'R@10'],
      ['zero-shot, coarse', 'top-1'],
    ]);
    expect(model.rows[0]!.cells.map((cell) => cell?.mean)).toEqual([0.4, 0.2, 1, 0.3, 0.5, 0.7]);
  });

  it('are all that the evaluators measure by default', () => {
    expect(gapColumns('shift').map(({ score }) => score)).toEqual([
      'gap/shift/alignment-score',
      'gap/shift/centroid-distance',
      'gap/shift/rmg',
    ]);
    expect(retrievalColumns('test')).toHaveLength(6);
    expect(zeroShotColumns('test').map(({ group, title }) => `${group} ${title}`)).toEqual([
      'coarse top-1',
      'coarse top-5',
      'subgroup top-1',
      'subgroup top-5',
    ]);
  });
});
