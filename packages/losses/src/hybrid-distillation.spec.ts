import { tf } from '@alignclip/backend';
import { clip } from './clip';
import { hybridDistillation } from './hybrid-distillation';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('hybrid-distillation', () => hybridDistillation.make({}));

describe('hybrid-distillation', () => {
  it('is 0 at α = 0 for the starting model itself, and the cross-entropy of pairs at α = 1', () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 5, width: 6, logitScale: 1 });
      const { imageRaw, textRaw } = batch.frozen;
      const same = { ...batch, imageRaw, textRaw };
      expect(hybridDistillation.make({ alpha: 0 }).compute(same).dataSync()[0]).toBeCloseTo(0, 6);
      const unscaled = { ...batch, image: imageRaw, text: textRaw, logitScale: tf.scalar(1) };
      const pairs = hybridDistillation.make({ alpha: 1 }).compute(same).dataSync()[0];
      expect(pairs).toBeCloseTo(clip.make({}).compute(unscaled).dataSync()[0]!, 5);
    }));

  it('needs the rows of the starting model', () => {
    const { image, text, imageRaw, textRaw, logitScale } = randomBatch({ pairs: 2, width: 4, logitScale: 1 });
    const compute = () => hybridDistillation.make({}).compute({ image, text, imageRaw, textRaw, logitScale });
    expect(compute).toThrow('L_HyCD needs the rows of the model that the run started from (frozen)');
  });
});
