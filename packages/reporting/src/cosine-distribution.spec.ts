import { cosineDistribution } from './cosine-distribution';
import { createFigure, describeFigure } from './testing/describe-figure';
import { cosineDetails } from './testing/cosine-details';
import { madeRecord } from './testing/made-records';

describeFigure(cosineDistribution, {
  spec: cosineDistribution(),
  texts: ['cosine of a true pair', 'share of the pairs below (%)', 'AlignCLIP'],
  isStyled: true,
});

describe('cosineDistribution', () => {
  it('draws mean and range of the cumulated shares', () => {
    const records = [[0.02, 0.52], [0.02, 0.03]].map((values, seed) => madeRecord('A', seed, {}, { details: cosineDetails('test', values) })); // prettier-ignore
    const { spec, notes } = createFigure(cosineDistribution, cosineDistribution()).draw(records);
    const { values } = spec!['data'] as { values: Record<string, number>[] };
    const at = (cosine: number) => values.find((row) => Math.abs(row['cosine']! - cosine) < 1e-9);
    expect(at(0)).toMatchObject({ mean: 0, low: 0, high: 0, seeds: 2 });
    expect(at(0.5)).toMatchObject({ mean: 0.75, low: 0.5, high: 1 });
    expect(at(0.55)).toMatchObject({ mean: 1 });
    expect([at(-0.05), at(0.6)]).toEqual([undefined, undefined]);
    expect(notes).toEqual(['Lines are means over 2 seeds, bands reach from the smallest to the largest value.']);
  });

  it('has a plot for each of several splits', () => {
    const details = { gap: { ...Object(cosineDetails('test', [0.1])['gap']), ...Object(cosineDetails('shift', [0.2])['gap']) } }; // prettier-ignore
    const drawn = createFigure(cosineDistribution, cosineDistribution({ splits: ['test', 'shift'] }));
    expect(drawn.draw([madeRecord('A', 0, {}, { details })]).spec).toHaveProperty('facet.sort', ['test', 'shift']);
  });
});
