import { normalizeRows, tf } from '@alignclip/backend';
import { alignment } from './alignment';
import { brownianBridge } from './brownian-bridge';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('brownian-bridge', () => brownianBridge.make({}));

describe('brownian-bridge', () => {
  it('is 0 for a view on the bridge, and the distance to image or caption at its ends', () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 4, width: 6, logitScale: 1 });
      const { image, text } = batch;
      const at = (t: number, imageView = batch.imageView) =>
        brownianBridge
          .make({ t })
          .compute({ ...batch, imageView })
          .dataSync()[0]!;
      const middle = normalizeRows(tf.add(tf.mul(0.3, image), tf.mul(0.7, text)));
      expect(at(0.3, middle)).toBeCloseTo(0, 6);
      const distance = alignment.make({}).compute(batch).dataSync()[0]!;
      expect(at(0, image)).toBeCloseTo(distance, 5);
      expect(at(1, text)).toBeCloseTo(distance, 5);
    }));
});
