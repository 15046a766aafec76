import { tf } from '@alignclip/backend';
import { randomFeatureAlignment } from './random-feature-alignment';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('random-feature-alignment', () => randomFeatureAlignment.make({}));
describeLossTerm('random-feature-alignment of the paper', () => randomFeatureAlignment.make({ form: 'paper' }));

describe('random-feature-alignment', () => {
  const value = (form: 'official' | 'paper', symbol = 'L_RaFA') =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 5, width: 6, logitScale: 1 });
      return randomFeatureAlignment.make({ form, symbol }).compute(batch).dataSync()[0]!;
    });

  it('in the form of the paper is d/2 times the official one', () => {
    expect(value('paper') / value('official')).toBeCloseTo(3, 5);
  });

  it('draws other rows under another symbol, and is 0 where both rows are the drawn one', () =>
    tf.tidy(() => {
      expect(value('official', 'L_other')).not.toBe(value('official'));
      const batch = randomBatch({ pairs: 3, width: 2, logitScale: 1 });
      const z = tf.tensor2d(batch.draws.normal('L_RaFA/z', 2), [3, 2]);
      const loss = randomFeatureAlignment.make({}).compute({ ...batch, imageRaw: z, textRaw: z });
      expect(loss.dataSync()[0]).toBe(0);
    }));
});
