import { tf } from '@alignclip/backend';
import { clip } from './clip';
import { inModalContrast, viewContrast } from './in-modal-contrast';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('in-modal-contrast', () => inModalContrast.make({}));

describe('in-modal-contrast', () => {
  it("is the mean of four contrasts, of which the two across modalities are CLIP's", () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 5, width: 6, logitScale: 8 });
      const value = inModalContrast.make({}).compute(batch).dataSync()[0]!;
      const across = clip.make({}).compute(batch).dataSync()[0]!;
      const [v, t] = [
        viewContrast(batch.image, batch.imageView, tf.scalar(8)),
        viewContrast(batch.text, batch.textView, tf.scalar(8)),
      ].map((part) => part.dataSync()[0]!);
      expect(value).toBeCloseTo((2 * across + v! + t!) / 4, 5);
      expect(
        inModalContrast
          .make({ temperature: 1 / 8 })
          .compute(batch)
          .dataSync()[0],
      ).toBeCloseTo(value, 5);
    }));
});
