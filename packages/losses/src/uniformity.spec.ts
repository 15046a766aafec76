import { tf } from '@alignclip/backend';
import { describeLossTerm } from './testing';
import { uniformity } from './uniformity';

describeLossTerm('uniformity', () => uniformity.make({}));

describe('uniformity', () => {
  const value = (options: object): number =>
    tf.tidy(() => {
      const image = tf.tensor2d([
        [1, 0],
        [-1, 0],
      ]); // ‖v_1 − v_2‖² = 4
      const text = tf.tensor2d([
        [1, 0],
        [0, 1],
      ]); // ‖t_1 − t_2‖² = 2
      return uniformity
        .make(options)
        .compute({ image, text, logitScale: tf.scalar(5) })
        .dataSync()[0]!;
    });

  it('is the log of the mean Gaussian potential over different examples', () => {
    expect(value({ modalities: 'image' })).toBeCloseTo(-8, 5);
    expect(value({ modalities: 'text', t: 3 })).toBeCloseTo(-6, 5);
  });

  it('is the mean of both modalities by default', () => {
    expect(value({})).toBeCloseTo((-8 - 4) / 2, 5);
  });
});
