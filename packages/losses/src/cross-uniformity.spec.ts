import { tf } from '@alignclip/backend';
import { crossUniformity } from './cross-uniformity';
import { createTerm, describeLossTerm } from './testing';

describeLossTerm('cross-uniformity', () => createTerm(crossUniformity));

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
      const loss = createTerm(crossUniformity).compute({ image, text, logitScale: tf.scalar(5) });
      const mean = (Math.exp(-2 * 2) + Math.exp(-2 * 4)) / 2; // ‖v_1 − t_2‖² = 2, ‖v_2 − t_1‖² = 4
      expect(loss.dataSync()[0]).toBeCloseTo(Math.log(mean), 5);
    }));
});
