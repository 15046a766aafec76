import { onEachBackend } from '../testing/on-each-backend';
import { tf } from '../tf';
import { diagonalMatrix } from './diagonal';

onEachBackend('diagonalMatrix', () => {
  it('has the values on its diagonal, and the diagonal as its gradient', () => {
    tf.tidy(() => {
      const values = tf.tensor1d([3, -1, 0.5]);
      const weights = tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8, 9], [3, 3]);
      const gradient = tf.grad((x) => tf.sum(tf.mul(diagonalMatrix(x as tf.Tensor1D), weights)))(values);
      expect([...diagonalMatrix(values).dataSync()].map((x) => x + 0)).toEqual([3, 0, 0, 0, -1, 0, 0, 0, 0.5]);
      expect([...gradient.dataSync()]).toEqual([1, 5, 9]);
    });
  });
});
