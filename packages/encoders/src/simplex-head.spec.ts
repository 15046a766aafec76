import { selectBackend, tf } from '@alignclip/backend';
import type { Scalar, Tensor2D } from '@alignclip/core';
import { negativeTotalVariation, simplexHead, totalVariation } from './simplex-head';
import { describeEmbeddingHead } from './testing';

beforeAll(() => selectBackend());
describeEmbeddingHead('simplex-head', () => simplexHead.make({}));

const rows = (count: number, seed: number) => tf.softmax<Tensor2D>(tf.randomNormal([count, 7], 0, 1, 'float32', seed));

describe('totalVariation', () => {
  it('is half the sum of differences: 0 for equal rows, 1 for rows apart', () =>
    tf.tidy(() => {
      const x = tf.tensor2d([
        [1, 0, 0],
        [0.5, 0.5, 0],
      ]);
      expect(totalVariation(x, x).arraySync()).toEqual([
        [0, 0.5],
        [0.5, 0],
      ]);
      expect(totalVariation(x, tf.tensor2d([[0, 0, 1]])).arraySync()).toEqual([[1], [1]]);
    }));

  it('has the gradients that tf finds for the plain formula, with more numbers than at once', () =>
    tf.tidy(() => {
      const [x, y] = [rows(5, 1), rows(4, 2)];
      const weights = tf.randomNormal<tf.Rank.R2>([5, 4], 0, 1, 'float32', 3);
      const plain = (a: Tensor2D, b: Tensor2D) =>
        tf.mul(0.5, tf.sum(tf.abs(tf.sub(tf.expandDims(a, 1), tf.expandDims(b, 0))), 2));
      const gradients = (between: (a: Tensor2D, b: Tensor2D) => tf.Tensor) =>
        tf.grads((a, b) => tf.sum<Scalar>(tf.mul(weights, between(a as Tensor2D, b as Tensor2D))))([x, y]);
      gradients(totalVariation).forEach((gradient, i) => {
        const expected = gradients(plain)[i]!.dataSync();
        gradient.dataSync().forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 5));
      });
    }));
});

describe('negativeTotalVariation', () => {
  it('scores candidates as it differentiates them', () =>
    tf.tidy(() => {
      const [x, y] = [rows(3, 1), rows(4, 2)];
      const matrix = (t: Tensor2D) => ({ rows: t.shape[0], columns: 7, values: t.dataSync() as Float32Array });
      const expected = negativeTotalVariation.between(x, y).arraySync();
      const scorer = negativeTotalVariation.scorer(matrix(y), 'text');
      expected.forEach((row, query) =>
        scorer(matrix(x), query, new Float64Array(4)).forEach((score, i) => expect(score).toBeCloseTo(row[i]!, 6)),
      );
    }));
});
