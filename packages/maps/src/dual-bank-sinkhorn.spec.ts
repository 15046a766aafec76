import type { Matrix, ScoreMap } from '@alignclip/core';
import { stackRows } from '@alignclip/metrics';
import { dualBankSinkhorn } from './dual-bank-sinkhorn';
import { describeMap, fit, withHub } from './testing';

describeMap('dual-bank-sinkhorn', dualBankSinkhorn.make({}));

it('dual-bank-sinkhorn takes most off the candidate that is everywhere', () => {
  const penalties = (dualBankSinkhorn.make({}).fit(fit) as ScoreMap).penalties(withHub(), 'image');
  expect(Math.max(...penalties)).toBe(penalties[0]);
});

/** −τ log u by the formula, with logarithms throughout. */
function expected(candidates: Matrix, tau: number): number[] {
  const { values: all, columns: d } = stackRows([candidates, fit.image]);
  const n = all.length / d;
  const queries = fit.text;
  const sum = (list: number[]) => {
    const most = Math.max(...list);
    return most + Math.log(list.reduce((total, value) => total + Math.exp(value - most), 0));
  };
  const k = Array.from({ length: n }, (_, i) =>
    Array.from({ length: queries.rows }, (__, j) => {
      let dot = 0;
      for (let c = 0; c < d; c += 1) dot += all[i * d + c]! * queries.values[j * d + c]!;
      return (dot - 1) / tau;
    }),
  );
  let u = k.map(() => -Math.log(n));
  for (let round = 0; round < 10; round += 1) {
    const v = k[0]!.map((_, j) => -Math.log(queries.rows) - sum(k.map((row, i) => row[j]! + u[i]!)));
    u = k.map((row) => -Math.log(n) - sum(row.map((value, j) => value + v[j]!)));
  }
  return u.slice(0, candidates.rows).map((value) => -tau * value);
}

it.each([0.5, 0.02, 0.0005, 0.00001])('dual-bank-sinkhorn is what its formula says for τ = %d', (tau) => {
  const map = dualBankSinkhorn.make({ tau }).fit(fit) as ScoreMap;
  const penalties = map.penalties(withHub(), 'image');
  const wanted = expected(withHub(), tau);
  penalties.forEach((value, i) => expect(Math.abs(value - wanted[i]!)).toBeLessThan(1e-9));
});
