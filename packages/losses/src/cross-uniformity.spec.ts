import { tf } from '@alignclip/backend';
import { crossUniformity } from './cross-uniformity';
import { describeLossTerm } from './testing';

describeLossTerm('cross-uniformity', () => crossUniformity.make({}));

describe('crossUniformity', () => {
  it('looks at images and texts of different pairs only', () =>
    tf.tidy(() => {
      const image = tf.tensor2d([
        [1, 0],
        [-1, 0],
      ]);
      const text = tf.tensor2d([
        [1, 0],
        [0, 1],
      ]);
      const loss = crossUniformity.make({}).compute({ image, text, logitScale: tf.scalar(5) });
      const mean = (Math.exp(-2 * 2) + Math.exp(-2 * 4)) / 2; // ‖v_1 − t_2‖² = 2, ‖v_2 − t_1‖² = 4
      expect(loss.dataSync()[0]).toBeCloseTo(Math.log(mean), 5);
    }));
});
