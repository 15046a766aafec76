import { selectBackend, tf } from '@alignclip/backend';
import { cosines, cosinesWithin, offDiagonalLogSumExp } from './maths';

beforeAll(async () => {
  await selectBackend();
});

describe('offDiagonalLogSumExp', () => {
  it('leaves the diagonal out, however large it is', () => {
    const rows = tf.tidy(() =>
      offDiagonalLogSumExp(
        tf.tensor2d([
          [500, 1, 2],
          [3, 500, 3],
          [-200, -200, 500],
        ]),
      ).dataSync(),
    );
    expect(rows[0]).toBeCloseTo(Math.log(Math.exp(1) + Math.exp(2)), 5);
    expect(rows[1]).toBeCloseTo(3 + Math.log(2), 5);
    expect(rows[2]).toBeCloseTo(-200 + Math.log(2), 4);
  });

  it('has the softmax without the diagonal as its gradient', () => {
    const gradient = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(offDiagonalLogSumExp(x as tf.Tensor2D)))(
          tf.tensor2d([
            [9, 0, 0],
            [0, 9, 100],
            [1, 1, 9],
          ]),
        )
        .dataSync(),
    );
    [0, 0.5, 0.5, 0, 0, 1, 0.5, 0.5, 0].forEach((want, i) => expect(gradient[i]).toBeCloseTo(want, 6));
  });

  it('refuses a batch without negatives', () => {
    expect(() => offDiagonalLogSumExp(tf.tensor2d([[1]]))).toThrow(/batch size of at least 2/);
  });
});

describe('cosinesWithin', () => {
  it('has the values of cosines and, up to rounding, its gradient', () => {
    tf.tidy(() => {
      const x = tf.randomNormal<tf.Rank.R2>([7, 5], 0, 1, 'float32', 1);
      const weights = tf.randomNormal<tf.Rank.R2>([7, 7], 0, 1, 'float32', 2);
      const of = (product: (rows: tf.Tensor2D) => tf.Tensor2D) => {
        const gradient = tf.grad((rows) => tf.sum(tf.mul(product(rows as tf.Tensor2D), weights)))(x);
        return [[...product(x).dataSync()], [...gradient.dataSync()]] as const;
      };
      const [within, both] = [of(cosinesWithin), of((rows) => cosines(rows, rows))];
      expect(within[0]).toEqual(both[0]);
      within[1].forEach((got, i) => expect(got).toBeCloseTo(both[1][i]!, 5));
    });
  });
});
