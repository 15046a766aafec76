import { selectBackend, tf } from '@alignclip/backend';
import { relativePositionBias, relativePositionBucket } from './relative-position-bias';

describe('relativePositionBucket', () => {
  it('counts single distances, then powers, for keys before and after', () => {
    const before = [0, -1, -7, -8, -11, -12, -16, -32, -64, -127, -500].map((d) => relativePositionBucket(d, 32));
    expect(before).toEqual([0, 1, 7, 8, 8, 9, 10, 12, 14, 15, 15]);
    expect([1, 7, 8, 64, 500].map((d) => relativePositionBucket(d, 32))).toEqual([17, 23, 24, 30, 31]);
  });
});

describe('relativePositionBias', () => {
  it('looks up the bucket of every pair for every head', async () => {
    await selectBackend();
    const table = tf.tensor2d(Array.from({ length: 8 }, (_, bucket) => [bucket, 10 * bucket]));
    const bias = await relativePositionBias(table, 3).array();
    expect(bias).toEqual([
      [
        [0, 5, 6],
        [1, 0, 5],
        [2, 1, 0],
      ],
      [
        [0, 50, 60],
        [10, 0, 50],
        [20, 10, 0],
      ],
    ]);
  });
});
