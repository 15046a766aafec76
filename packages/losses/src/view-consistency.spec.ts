import { tf } from '@alignclip/backend';
import { describeLossTerm, randomBatch } from './testing';
import { viewConsistency } from './view-consistency';

describeLossTerm('view-consistency', () => viewConsistency.make({}));
describeLossTerm('view-consistency with own views', () => viewConsistency.make({ views: 'own' }));

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, k) => sum + x * b[k]!, 0);

describe('view-consistency', () => {
  it.each(['all', 'own'] as const)('is its sums, example by example, with %s views', (views) =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 5, width: 6, logitScale: 1 });
      const [v, t, a, b] = [batch.image, batch.text, batch.imageView, batch.textView].map((rows) => rows.arraySync());
      let sum = 0;
      for (let i = 0; i < 5; i += 1) {
        sum += (dot(v![i]!, t![i]!) - dot(a![i]!, b![i]!)) ** 2;
        for (let j = 0; j < 5; j += 1) {
          if (views === 'own' && i !== j) continue;
          sum += (dot(v![i]!, b![j]!) - dot(a![j]!, t![i]!)) ** 2;
          sum += (dot(v![i]!, a![j]!) - dot(t![i]!, b![j]!)) ** 2;
        }
      }
      expect(viewConsistency.make({ views }).compute(batch).dataSync()[0]).toBeCloseTo(sum / 5, 5);
    }),
  );

  it('is 0 where both modalities agree, and counts how far a pair and its changed copy differ', () =>
    tf.tidy(() => {
      const { image, imageView, ...batch } = randomBatch({ pairs: 4, width: 6, logitScale: 1 });
      const value = (textView: typeof image, views: 'all' | 'own') => {
        const given = { ...batch, image, text: image, imageView, textView };
        return viewConsistency.make({ views }).compute(given).dataSync()[0]!;
      };
      for (const views of ['all', 'own'] as const) {
        expect(value(imageView, views)).toBeCloseTo(0, 10);
        expect(value(image, views)).toBeGreaterThan(0.01);
      }
    }));
});
