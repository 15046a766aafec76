import { pearson, spearman } from './correlation';
import { weightedCorrelations } from './weighted-correlation';

describe('weightedCorrelations', () => {
  const x = [3, 1, 4, 1, 5, 9];
  const y = [2, 7, 1, 8, 2, 8];

  it('equals the correlations of the sample written out', () => {
    const weights = Float64Array.of(2, 0, 1, 3, 1, 1);
    const written = (values: number[]) => values.flatMap((value, i) => new Array<number>(weights[i]!).fill(value));
    const { pearson: r, spearman: rho } = weightedCorrelations(x, y);
    expect(r(weights)).toBeCloseTo(pearson(written(x), written(y)), 12);
    expect(rho(weights)).toBeCloseTo(spearman(written(x), written(y)), 12);
  });

  it('is undefined where a sample is constant', () => {
    expect(weightedCorrelations(x, y).spearman(Float64Array.of(0, 1, 0, 1, 0, 0))).toBeNaN();
  });
});
