import { tf } from '@alignclip/backend';
import { featureDistillation } from './feature-distillation';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('feature-distillation', () => featureDistillation.make({}));

describe('feature-distillation', () => {
  it('is the mean square over all numbers, images and texts added', () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 4, width: 8, logitScale: 1 });
      const cosine = (a: number[][], b: number[][]) =>
        a.reduce((sum, row, i) => sum + row.reduce((dot, x, k) => dot + x * b[i]![k]!, 0), 0) / 4;
      const { image, text } = batch.frozen;
      const [v, t] = [
        cosine(batch.image.arraySync(), image.arraySync()),
        cosine(batch.text.arraySync(), text.arraySync()),
      ];
      expect(featureDistillation.make({}).compute(batch).dataSync()[0]).toBeCloseTo((4 - 2 * v - 2 * t) / 8, 5);
    }));
});
