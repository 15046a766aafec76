import { tf } from '@alignclip/backend';
import { ParameterStore } from '@alignclip/nn';
import { crossDistillation } from './cross-distillation';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('cross-distillation', () => crossDistillation.make({}, new ParameterStore(0)));

describe('cross-distillation', () => {
  it('is 0 for the starting model at its own scale, and starts at log(1/.07)', () =>
    tf.tidy(() => {
      const store = new ParameterStore(0);
      const term = crossDistillation.make({ scale: 12 }, store);
      const batch = randomBatch({ pairs: 5, width: 6, logitScale: 90 });
      const { image, text } = batch.frozen;
      expect(term.compute({ ...batch, image, text }).dataSync()[0]).toBeCloseTo(0, 5);
      expect(term.compute(batch).dataSync()[0]).toBeGreaterThan(0.01);
      expect(crossDistillation({}).options.scale).toBeCloseTo(2.65926, 5);
      store.dispose();
    }));
});
