import { tf } from '@alignclip/backend';
import { crossModalitySeparation } from './cross-modality-separation';
import { describeLossTerm } from './testing';

describeLossTerm('cross-modality-separation', () => crossModalitySeparation.make({}));

describe('crossModalitySeparation', () => {
  it('adds the cross-entropies of both directions without halving', () =>
    tf.tidy(() => {
      const image = tf.tensor2d([
        [1, 0],
        [0, 1],
      ]);
      const text = tf.tensor2d([
        [1, 0],
        [0.6, 0.8],
      ]);
      const loss = crossModalitySeparation.make({}).compute({ image, text, logitScale: tf.scalar(2) });
      const entropy = (pair: number, other: number) => Math.log1p(Math.exp(2 * (other - pair)));
      const imageToText = (entropy(1, 0.6) + entropy(0.8, 0)) / 2;
      const textToImage = (entropy(1, 0) + entropy(0.8, 0.6)) / 2;
      expect(loss.dataSync()[0]).toBeCloseTo(imageToText + textToImage, 5);
    }));
});
