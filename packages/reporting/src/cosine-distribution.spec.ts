import { cosineDistribution } from './cosine-distribution';
import { describeFigure } from './testing/describe-figure';
import { cosineDetails } from './testing/figure-records';
import { madeRecord } from './testing/made-records';

describeFigure(cosineDistribution.type, cosineDistribution.make({}), {
  texts: ['cosine of a true pair', 'share of the pairs below (%)', 'AlignCLIP'],
  isStyled: true,
});

describe('cosineDistribution', () => {
  it('draws mean and range of the cumulated shares', () => {
    const run = (seed: number, cosines: readonly number[]) =>
      madeRecord('A', seed, {}, { details: cosineDetails('test', cosines) });
    const records = [run(0, [0.02, 0.52]), run(1, [0.02, 0.03])];
    const { spec, notes } = cosineDistribution.make({}).draw(records);
    const { values } = spec!['data'] as { values: Record<string, number>[] };
    const at = (cosine: number) => values.find((row) => Math.abs(row['cosine']! - cosine) < 1e-9);
    expect(at(0)).toMatchObject({ mean: 0, low: 0, high: 0, seeds: 2 });
    expect(at(0.5)).toMatchObject({ mean: 0.75, low: 0.5, high: 1 });
    expect(at(0.55)).toMatchObject({ mean: 1 });
    expect([at(-0.05), at(0.6)]).toEqual([undefined, undefined]);
    expect(notes).toEqual(['Lines are means over 2 seeds, bands reach from the smallest to the largest value.']);
  });

  it('has a plot for each of several splits', () => {
    const [test, shift] = [cosineDetails('test', [0.1]), cosineDetails('shift', [0.2])];
    const details = { gap: { ...Object(test['gap']), ...Object(shift['gap']) } };
    const drawn = cosineDistribution.make({ splits: ['test', 'shift'] });
    expect(drawn.draw([madeRecord('A', 0, {}, { details })]).spec).toHaveProperty('facet.sort', ['test', 'shift']);
  });
});
