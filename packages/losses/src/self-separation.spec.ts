import { tf } from '@alignclip/backend';
import { selfSeparation } from './self-separation';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('self-separation', () => selfSeparation.make({}));

describe('selfSeparation', () => {
  it('is nearly zero at a sharp temperature, whatever the pairs are', () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 8, width: 16, logitScale: 100 });
      const shuffled = { ...batch, text: tf.reverse(batch.text, 0) };
      const loss = selfSeparation.make({}).compute(batch).dataSync()[0]!;
      expect(loss).toBeLessThan(1e-6);
      expect(selfSeparation.make({}).compute(shuffled).dataSync()[0]).toBeCloseTo(loss, 6);
    }));
});
