import { factorCurve } from './factor-curve';
import { createFigure, describeFigure } from './testing/describe-figure';
import { figureRecords } from './testing/figure-records';

const recall = { name: 'R@10', score: 'recall', percent: true };

describeFigure(factorCurve, {
  spec: factorCurve(recall),
  texts: ['R@10 over shared parameters', 'shared, of all trained parameters (%)', 'R@10 (%)', 'AlignCLIP'],
  isStyled: false,
});

describe('factorCurve', () => {
  const xs = (spec: ReturnType<typeof factorCurve>) =>
    (createFigure(factorCurve, spec).draw(figureRecords()).spec!['data'] as { values: { x: number }[] }).values.map(({ x }) => x); // prettier-ignore

  it('places variants by the share of parameters, or by a factor of the grid', () => {
    expect(xs(factorCurve(recall))).toEqual([0, 0.4]);
    expect(xs(factorCurve({ ...recall, x: 'gamma' }))).toEqual([0, 1]);
  });
});
