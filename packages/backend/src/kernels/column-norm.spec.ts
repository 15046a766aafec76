import type { Tensor, Tensor2D } from '@alignclip/core';
import { expectParity, type Numbers } from '../testing/expect-parity';
import { onEachBackend } from '../testing/on-each-backend';
import { randomMatrix } from '../testing/random-matrix';
import { tf } from '../tf';
import { type ColumnActivation, columnMoments, columnNorm } from './column-norm';

const epsilon = 1e-3;
const bound: Record<ColumnActivation, (z: number) => number> = {
  none: (z) => z,
  relu: (z) => Math.max(z, 0),
  relu6: (z) => Math.min(Math.max(z, 0), 6),
};

const column = (x: Numbers, j: number): number[] => x.map((row) => row[j]!);
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: readonly number[]): number => {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
};

interface Given {
  readonly activation: ColumnActivation;
  /** Instead of the moments of x. */
  readonly running?: readonly [means: readonly number[], variances: readonly number[]];
}

const formula =
  ({ activation, running }: Given) =>
  (x?: Numbers, scale?: Numbers, bias?: Numbers, added?: Numbers): Numbers => {
    const means = running?.[0] ?? x![0]!.map((_, j) => mean(column(x!, j)));
    const variances = running?.[1] ?? x![0]!.map((_, j) => variance(column(x!, j)));
    return x!.map((row, i) =>
      row.map((value, j) => {
        const normal = (value - means[j]!) / Math.sqrt(variances[j]! + epsilon);
        return bound[activation](normal * scale![0]![j]! + bias![0]![j]! + (added?.[i]![j] ?? 0));
      }),
    );
  };

const kernel =
  ({ activation, running }: Given) =>
  (x: Tensor2D, scale: Tensor2D, bias: Tensor2D, added?: Tensor2D): Tensor2D => {
    const moments = running
      ? { mean: tf.tensor1d([...running[0]]), variance: tf.tensor1d([...running[1]]) }
      : columnMoments(x);
    const vectors = { scale: tf.reshape<tf.Rank.R1>(scale, [-1]), bias: tf.reshape<tf.Rank.R1>(bias, [-1]) };
    return columnNorm(x, { ...moments, ...vectors, epsilon, activation, isOfBatch: !running, added });
  };

const sizes = [
  [2, 1],
  [3, 7],
  [6, 16],
  [9, 33],
  [67, 18],
  [200, 5],
] as const;

onEachBackend('columnNorm', () => {
  for (const activation of ['none', 'relu', 'relu6'] as const)
    for (const withAdded of [false, true])
      for (const isOfBatch of [true, false]) {
        const name = `${activation}${withAdded ? ' of a sum' : ''}, moments ${isOfBatch ? 'of the batch' : 'given'}`;
        it.each(sizes)(`agrees with the formula for %i rows of %i: ${name}`, (rows, columns) => {
          const running = [
            randomMatrix(8, 1, columns)[0]!,
            randomMatrix(9, 1, columns)[0]!.map((value) => Math.fround(value ** 2 + 0.1)),
          ] as const;
          const given = { activation, ...(!isOfBatch && { running }) };
          const x = randomMatrix(1, rows, columns).map((row) => row.map((value) => Math.fround(2 * value + 1)));
          const scale = randomMatrix(2, 1, columns).map((row) => row.map((value) => Math.fround(3 * value)));
          const added = withAdded ? [randomMatrix(4, rows, columns)] : [];
          expectParity({
            inputs: [x, scale, randomMatrix(3, 1, columns), ...added],
            kernel: kernel(given),
            formula: formula(given),
            tolerance: 2e-5,
          });
        });
      }

  it('gives mean and biased variance of the columns, also far from zero', () => {
    const x = randomMatrix(1, 150, 3).map((row) => row.map((value) => Math.fround(value + 1000)));
    tf.tidy(() => {
      const found = columnMoments(tf.tensor2d(x));
      for (const [tensor, formula] of [
        [found.mean, mean],
        [found.variance, variance],
      ] as const)
        [...tensor.dataSync()].forEach((value, j) => {
          const expected = formula(column(x, j));
          expect(Math.abs(value / expected - 1)).toBeLessThan(1e-5);
        });
    });
  });

  it('takes the last axis of a tensor with more of them, as of its rows', () => {
    tf.tidy(() => {
      const rows = tf.tensor2d(randomMatrix(1, 12, 5));
      const vectors = { scale: tf.ones<tf.Rank.R1>([5]), bias: tf.zeros<tf.Rank.R1>([5]) };
      const value = (x: Tensor): Tensor => {
        const given = { ...columnMoments(x), ...vectors, epsilon, activation: 'relu', isOfBatch: true } as const;
        return tf.sum(tf.square(columnNorm(x, { ...given, added: x })));
      };
      const shape = [2, 3, 2, 5];
      const [flat, deep] = [rows, tf.reshape(rows, shape)].map((x) => tf.grad(value)(x));
      expect(deep!.shape).toEqual(shape);
      expect([...deep!.dataSync()]).toEqual([...flat!.dataSync()]);
    });
  });

  it('keeps NaN', () => {
    tf.tidy(() => {
      const one = tf.ones<tf.Rank.R1>([2]);
      const norm = { mean: one, variance: one, scale: one, bias: one, epsilon, isOfBatch: false } as const;
      const y = columnNorm(tf.tensor2d([[NaN, 1]]), { ...norm, activation: 'none' });
      expect([...y.dataSync()]).toEqual([NaN, 1]);
    });
  });
});
