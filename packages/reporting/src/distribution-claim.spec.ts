import type { RunRecord } from '@alignclip/core';
import { distributionClaim } from './distribution-claim';
import { cosineDetails } from './testing/figure-records';
import { madeRecord } from './testing/made-records';

const claimed = distributionClaim.make({
  claim: 'B lies to the right of A',
  source: 'Figure 9',
  pairs: [['B', 'A']],
  quantiles: [0.25, 0.75],
});

const runs = (variant: string, cosines: readonly (readonly number[])[]): RunRecord[] =>
  cosines.map((values, seed) => madeRecord(variant, seed, {}, { details: cosineDetails('test', values) }));

describe('distributionClaim', () => {
  const shifted = (by: readonly number[]) => by.map((shift) => [0.1, 0.2, 0.3, 0.4].map((cosine) => cosine + shift));
  const low = runs('A', shifted([0, 0.06, 0]));
  const high = shifted([0.3, 0.3, 0.36]);

  it('holds where every quantile is higher', () => {
    const { verdict, parts } = claimed.judge([...low, ...runs('B', high)]);
    expect(verdict).toBe('holds');
    expect(parts).toHaveLength(2);
    expect(parts[0]!.evidence).toMatch(/^B against A: 25th percentile of the pair cosines on test \.\d{3} ± /);
  });

  it('does not hold where only one end is', () => {
    const upperHalfOnly = high.map((row) => row.map((value, i) => (i < 2 ? value - 0.8 : value)));
    const { verdict, parts } = claimed.judge([...low, ...runs('B', upperHalfOnly)]);
    expect(verdict).toBe('fails');
    expect(parts.map((part) => part.verdict)).toEqual(['fails', 'holds']);
  });

  it('is undecided without histograms, also where the details are something else', () => {
    const details = { gap: { test: { cosines: [1] } } };
    const odd = [0, 1].flatMap((seed) => ['A', 'B'].map((variant) => madeRecord(variant, seed, {}, { details })));
    for (const records of [[], odd]) expect(claimed.judge(records)).toMatchObject({ verdict: 'undecided', seeds: 0 });
  });
});
