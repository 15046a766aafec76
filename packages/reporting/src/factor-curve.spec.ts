import { factorCurve } from './factor-curve';
import { describeFigure } from './testing/describe-figure';
import { figureRecords } from './testing/figure-records';

const recall = { name: 'R@10', score: 'recall', percent: true };

describeFigure(factorCurve.type, factorCurve.make(recall), {
  texts: ['R@10 over shared parameters', 'shared, of all trained parameters (%)', 'R@10 (%)', 'AlignCLIP'],
  isStyled: false,
});

describe('factorCurve', () => {
  const xs = (options: Parameters<typeof factorCurve.make>[0]) => {
    const { spec } = factorCurve.make(options).draw(figureRecords());
    const { values } = spec!['data'] as { values: { x: number }[] };
    return values.map(({ x }) => x);
  };

  it('places variants by the share of parameters, or by a factor of the grid', () => {
    expect(xs(recall)).toEqual([0, 0.4]);
    expect(xs({ ...recall, x: 'gamma' })).toEqual([0, 1]);
  });
});
