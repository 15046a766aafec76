import { defaultFigures, defaultTables } from './defaults';
import { madeRecord } from './testing/made-records';

describe('defaultTables', () => {
  it('gives a table for each family of scores', () => {
    const scores = {
      'gap/test/rmg': 0.4,
      'gap/shift/rmg': 0.5,
      'retrieval/test/image-to-text/R@1': 0.1,
      'zero-shot/test/coarse/top-1': 0.3,
      'zero-shot/test/group/top-1': 0.3,
      'linear-probe/test/coarse/top-1': 0.3,
      'sts/stsb-test/spearman': 0.5,
      'sts/stsb-test/pearson': 0.5,
      'other/x': 1,
    };
    const specs = defaultTables([madeRecord('A', 0, scores), madeRecord('B', 0, {})]);
    const groupsOf = (columns: unknown) => [...new Set((columns as { group?: string }[]).map(({ group }) => group))];
    expect(specs.map(({ type, options }) => [type, options['title'], groupsOf(options['columns'])])).toEqual([
      ['score-table', 'Cross-modal alignment', ['test', 'shift']],
      ['score-table', 'Zero-shot retrieval (test)', ['image→text', 'text→image']],
      ['score-table', 'Zero-shot classification (test)', ['coarse', 'group']],
      ['score-table', 'linear-probe', ['test coarse']],
      ['score-table', 'sts', ['stsb-test']],
    ]);
    expect(specs[3]!.options['columns']).toMatchObject([
      { title: 'top-1', group: 'test coarse', score: 'linear-probe/test/coarse/top-1', percent: true },
    ]);
    expect(specs[4]!.options['columns']).toMatchObject([{ title: 'spearman', percent: false }]);
  });

  it('has a column for a score that is undefined in every record', () => {
    const undefinedScores = { 'sts/mean/spearman': 'a set has no correlation', 'gap/test/rmg': 'all are one point' };
    const specs = defaultTables([madeRecord('A', 0, { 'sts/sick/spearman': 0.1 }, { undefinedScores })]);
    expect(specs.map(({ options }) => options['title'])).toEqual(['Cross-modal alignment', 'sts']);
    expect(specs[1]!.options['columns']).toMatchObject([
      { score: 'sts/sick/spearman' },
      { score: 'sts/mean/spearman' },
    ]);
  });

  it('gives none where nothing was scored', () => expect(defaultTables([madeRecord('A', 0, {})])).toEqual([]));
});

describe('defaultFigures', () => {
  it('follows the splits that the records score', () => {
    const records = [
      madeRecord('A', 0, { 'gap/test/rmg': 1, 'gap/shift/rmg': 1, 'retrieval/test/image-to-text/R@10': 1 }),
    ];
    const specs = defaultFigures(records);
    expect(specs.find(({ type }) => type === 'cosine-distribution')!.options['splits']).toEqual(['test', 'shift']);
    expect(specs.filter(({ type }) => type === 'gap-against-score').map(({ options }) => options['x'])).toMatchObject([
      { score: 'gap/test/centroid-distance' },
    ]);
    expect(defaultFigures([]).map(({ type }) => type)).not.toContain('cosine-distribution');
  });
});
