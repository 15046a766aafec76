import { tf } from '@alignclip/backend';
import { alignment } from './alignment';
import { describeLossTerm } from './testing';

describeLossTerm('alignment', () => alignment.make({}));

describe('alignment', () => {
  it('is 2 − 2 · the mean cosine of true pairs', () =>
    tf.tidy(() => {
      const image = tf.tensor2d([
        [1, 0],
        [0.6, 0.8],
      ]);
      const text = tf.tensor2d([
        [0, 1],
        [0.6, 0.8],
      ]);
      const loss = alignment.make({}).compute({ image, text, logitScale: tf.scalar(5) });
      expect(loss.dataSync()[0]).toBeCloseTo(2 - 2 * 0.5, 6);
    }));
});
