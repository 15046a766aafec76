import { defaultFigures } from './default-figures';
import { madeRecord } from './testing/made-records';

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
