import { tf } from '@alignclip/backend';
import { infoLoob, retrieved } from './info-loob';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('info-loob', () => infoLoob.make({}));
describeLossTerm('info-loob with retrieval', () => infoLoob.make({ hopfield: 8 }));

describe('info-loob', () => {
  it('leaves the pair out of the denominator, in float64', () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 4, width: 4, logitScale: 7 });
      const [v, t] = [batch.image.arraySync(), batch.text.arraySync()];
      const logit = (a: number[], b: number[]) => 7 * a.reduce((sum, x, k) => sum + x * b[k]!, 0);
      const side = (x: number[][], y: number[][]) =>
        x.reduce((mean, row, i) => {
          const others = y.reduce((sum, other, j) => (i === j ? sum : sum + Math.exp(logit(row, other))), 0);
          return mean + (Math.log(others) - logit(row, y[i]!)) / 4;
        }, 0) / 7;
      expect(infoLoob.make({}).compute(batch).dataSync()[0]).toBeCloseTo(side(v, t) + side(t, v), 5);
    }));

  it('retrieves what is stored: a far row leaves the others as they are at a large β', () =>
    tf.tidy(() => {
      const stored = tf.tensor2d([
        [1, 0],
        [0, 1],
      ]);
      const found = retrieved(tf.tensor2d([[0.8, 0.6]]), stored, 200).arraySync()[0]!;
      expect(found[0]).toBeCloseTo(1, 5);
      expect(found[1]).toBeCloseTo(0, 5);
    }));
});
