import { tf } from '@alignclip/backend';
import { contrastiveDistillation } from './contrastive-distillation';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('contrastive-distillation', () => contrastiveDistillation.make({}));

describe('contrastive-distillation', () => {
  it('is 0 for the starting model with its own scale, and above it otherwise', () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 5, width: 6, logitScale: 9 });
      const { image, text, logitScale } = batch.frozen;
      const value = (given: Partial<typeof batch>) =>
        contrastiveDistillation
          .make({})
          .compute({ ...batch, ...given })
          .dataSync()[0]!;
      expect(value({ image, text, logitScale })).toBeCloseTo(0, 5);
      expect(value({ image, text, logitScale: tf.scalar(3) })).toBeGreaterThan(0.01);
      expect(value({})).toBeGreaterThan(0.01);
    }));
});
