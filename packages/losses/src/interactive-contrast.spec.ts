import { tf } from '@alignclip/backend';
import { ParameterStore } from '@alignclip/nn';
import { clip } from './clip';
import { interactiveContrast } from './interactive-contrast';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('interactive-contrast', () => interactiveContrast.make({}, new ParameterStore(0)));

describe('interactive-contrast', () => {
  it("is CLIP's loss against the starting model's rows, at a scale of its own that is trained", () =>
    tf.tidy(() => {
      const store = new ParameterStore(0);
      const term = interactiveContrast.make({ scale: 6 }, store);
      const batch = randomBatch({ pairs: 5, width: 6, logitScale: 90 });
      const { image, text } = batch.frozen;
      const same = { ...batch, image, text, logitScale: tf.scalar(6) };
      expect(term.compute(same).dataSync()[0]).toBeCloseTo(clip.make({}).compute(same).dataSync()[0]!, 5);
      expect(store.addresses).toEqual(['losses/interactive-contrast/scale']);
      const { grads } = tf.variableGrads(() => term.compute(batch));
      expect(Math.abs(Object.values(grads)[0]!.dataSync()[0]!)).toBeGreaterThan(1e-4);
      store.dispose();
    }));
});
