import type { RunRecord } from '@alignclip/core';
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
  it('draws clusters and mixed search of each split and class set that has them', () => {
    const scores = {
      'clustering/test/coarse/v-measure': 0.5,
      'clustering/test/group/v-measure': 0.5,
      'mixed-retrieval/test/r-0/NDCG@10': 0.5,
      'mixed-retrieval/test/r-0.5/NDCG@10': 0.5,
      'mixed-retrieval/val/coarse/r-0/NDCG@5': 0.5,
    };
    const specs = defaultFigures([madeRecord('A', 0, scores)]);
    const optionsOf = (wanted: string) => specs.filter(({ type }) => type === wanted).map(({ options }) => options);
    expect(optionsOf('cluster-bars')).toMatchObject([{ classSet: 'coarse' }, { classSet: 'group' }]);
    expect(optionsOf('mixed-search')).toMatchObject([
      { split: 'test', k: 10 },
      { split: 'val', classSet: 'coarse', k: 5 },
    ]);
    const [clusters, mixed] = defaultTables([madeRecord('A', 0, scores)]);
    expect(clusters!.options['title']).toBe('clustering');
    expect(mixed).toBeUndefined(); // curves are for the figure
  });

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

  it('draws the frontier where a variant has copies at three fixed temperatures', () => {
    const scores = { 'gap/test/centroid-distance': 0.5, 'retrieval/test/image-to-text/R@10': 0.1 };
    const fixed = (value: number, sharing: string) =>
      madeRecord(`${sharing} at ${value}`, 0, scores, {
        config: {
          temperature: { slot: 'temperature', type: 'fixed-logit-scale', options: { value } },
          sharing: { slot: 'sharing', type: sharing, options: {} },
        },
      });
    const other = madeRecord('A remedy', 0, scores);
    const frontiers = (records: RunRecord[]) => defaultFigures(records).filter(({ type }) => type === 'frontier');
    const cells = [5, 10, 20].map((value) => fixed(value, 'separate'));
    expect(frontiers([other, ...cells, fixed(5, 'shared')])).toMatchObject([
      {
        options: {
          baseline: 'separate at 5',
          gap: { score: 'gap/test/centroid-distance' },
          task: { score: 'retrieval/test/image-to-text/R@10' },
        },
      },
    ]);
    expect(frontiers([other, ...cells.slice(1), fixed(5, 'shared')])).toEqual([]);
    expect(frontiers([])).toEqual([]);
  });
});
