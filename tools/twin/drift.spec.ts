import { random, UserError } from '@alignclip/core';
import { beyond, drifts, rootMeanSquare } from './drift';
import type { Trajectory } from './trajectory';

const [examples, width, steps] = [32, 8, 200];
const stream = random('twin-spec', 0);
const rows = Array.from({ length: examples }, () => Array.from({ length: width }, () => stream.normal()));
const targets = rows.map((row) => Math.sin(row.reduce((sum, value) => sum + value, 0)));

interface Given {
  readonly round: (value: number) => number;
  /** Of the examples: another one rounds in other places. */
  readonly order?: (i: number) => number;
  readonly rate?: number;
  /** Added to the derivative of the loss. */
  readonly extra?: number;
}

/** Least squares by gradient descent, every operation rounded. */
function trained({ round, order = (i) => i, rate = 0.05, extra = 0 }: Given): Trajectory {
  const weights = Array.from({ length: width }, () => 0);
  const losses = Array.from({ length: steps }, () => {
    const gradients = weights.map(() => 0);
    let loss = 0;
    for (let at = 0; at < examples; at += 1) {
      const [row, target] = [rows[order(at)]!, targets[order(at)]!];
      const error = round(row.reduce((sum, value, j) => round(sum + round(value * weights[j]!)), 0) - target);
      loss = round(loss + round(error * error));
      row.forEach((value, j) => (gradients[j] = round(gradients[j]! + round((error + extra) * value))));
    }
    gradients.forEach((value, j) => (weights[j] = round(weights[j]! - round((rate / examples) * value))));
    return round(loss / examples);
  });
  const curves = { L: losses, 'logit scale': losses.map(() => 1) };
  return { curves, weights: { w: weights }, scores: { 'gap/test/x': weights[0]!, 'retrieval/test/R@1': 0.5 } };
}

const exact = trained({ round: (value) => value });
const theirs = trained({ round: Math.fround, order: (i) => examples - 1 - i });
const ours = (change: Partial<Given> = {}) => trained({ round: Math.fround, ...change });
const namesBeyond = (side: Trajectory) => beyond(drifts(side, theirs, exact)).map(({ what }) => what);

describe('drifts', () => {
  it('of two trainings that round in other places are within the limit, and none is 0', () => {
    const all = drifts(ours(), theirs, exact);
    expect(all.map(({ what }) => what)).toEqual(['L', 'logit scale', 'weights', 'gap/test/x', 'retrieval/test/R@1']);
    expect(all[2]!.ours).toBeGreaterThan(0);
    expect(all[2]!.theirs).toBeGreaterThan(0);
    expect(beyond(all)).toEqual([]);
  });

  it.each([
    ['a learning rate that is 1 % higher', { rate: 0.05 * 1.01 }],
    ['another loss', { extra: 1e-3 }],
    ['fewer bits', { round: (value: number) => Math.round(value * 2 ** 12) / 2 ** 12 }],
  ])('are beyond it with %s', (_, change) => {
    expect(namesBeyond(ours(change))).toEqual(expect.arrayContaining(['L', 'weights', 'gap/test/x']));
  });

  it('are beyond it where a recall differs and none of PyTorch does, or a number is none', () => {
    const change = (change: Partial<Trajectory>) => namesBeyond({ ...ours(), ...change });
    expect(change({ scores: { ...ours().scores, 'retrieval/test/R@1': 0.505 } })).toEqual(['retrieval/test/R@1']);
    expect(change({ scores: { ...ours().scores, 'gap/test/x': NaN } })).toEqual(['gap/test/x']);
    expect(change({ weights: { w: [NaN, 0, 0, 0, 0, 0, 0, 0] } })).toEqual(['weights']);
    expect(change({ curves: { ...ours().curves, L: [1] } })).toEqual(['L']);
  });

  it('need the same numbers on both sides', () => {
    const without = { ...ours(), weights: {} };
    expect(() => drifts(without, theirs, exact)).toThrow(UserError);
    expect(() => drifts(without, theirs, exact)).toThrow('weights that only one side has: w');
  });
});

describe('rootMeanSquare', () => {
  it('is the distance of each number on average', () => {
    expect(rootMeanSquare([1, 2], [1, 4])).toBeCloseTo(Math.SQRT2, 12);
    expect(rootMeanSquare([], [])).toBe(Infinity);
    expect(rootMeanSquare([1], [1, 2])).toBe(Infinity);
  });
});
