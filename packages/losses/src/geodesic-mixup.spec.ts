import { tf } from '@alignclip/backend';
import type { Tensor } from '@alignclip/core';
import { geodesicMixup } from './geodesic-mixup';
import { crossMix, geodesicMixture, partnersOf } from './maths/geodesic-mixing';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('geodesic-mixup', () => geodesicMixup.make({}));
describeLossTerm('geodesic-mixup with partners', () =>
  geodesicMixup.make({ images: 0.2, texts: 0.3, together: 0.4, originalNegatives: true, mixTemperature: 0.1 }),
);

describe('geodesicMixture', () => {
  it('is a unit row whose angle to the first is (1 − λ) of theirs, as far as θ = 0 and π', () =>
    tf.tidy(() => {
      const { image, text } = randomBatch({ pairs: 5, width: 6, logitScale: 1 });
      const mixture = geodesicMixture(image, text, 0.3);
      const angles = (a: Tensor, b: Tensor) => tf.acos(tf.sum(tf.mul(a, b), 1)).dataSync();
      tf.norm(mixture, 2, 1)
        .dataSync()
        .forEach((length) => expect(length).toBeCloseTo(1, 5));
      const whole = angles(image, text);
      angles(image, mixture).forEach((angle, i) => expect(angle / whole[i]!).toBeCloseTo(0.7, 4));
      for (const other of [image, tf.neg<typeof image>(image)])
        expect(geodesicMixture(image, other, 0.3).dataSync().every(Number.isFinite)).toBe(true);
      expect(tf.norm(tf.sub(geodesicMixture(image, image, 0.3), image)).dataSync()[0]).toBeLessThan(1e-3);
    }));
});

describe('partnersOf', () => {
  it('pairs both ways, by the order of the numbers; the middle of an odd batch has itself', () => {
    expect([...partnersOf([0, 1, 2, 3])]).toEqual([3, 2, 1, 0]);
    expect([...partnersOf([0.4, 0.1, 0.9, 0.2])]).toEqual([3, 2, 1, 0]);
    expect([...partnersOf([0.5, 0.1, 0.7])]).toEqual([0, 2, 1]);
  });
});

describe('geodesic-mixup', () => {
  it("has one direction of CLIP's loss at λ = 0, where the mixtures are the texts", () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 5, width: 6, logitScale: 10 });
      const K = tf.matMul(batch.image, batch.text, false, true).arraySync() as number[][];
      const T = tf.matMul(batch.text, batch.text, false, true).arraySync() as number[][];
      const side = (rows: number[][]) =>
        rows.reduce((sum, row, i) => {
          const logits = row.map((value, j) => 10 * (i === j ? K[i]![i]! : value));
          return sum + (Math.log(logits.reduce((total, x) => total + Math.exp(x), 0)) - logits[i]!) / 5;
        }, 0);
      const value = crossMix(batch.image, batch.text, tf.scalar(10), 0).dataSync()[0];
      expect(value).toBeCloseTo(side(K) + side(T), 4);
    }));
});
