import { tf } from '@alignclip/backend';
import type { Tensor2D } from '@alignclip/core';
import { cauchySchwarz, cauchySchwarzDivergence } from './cauchy-schwarz';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('cauchy-schwarz', () => cauchySchwarz.make({}));

describe('cauchySchwarzDivergence', () => {
  const divergence = (x: Tensor2D, y: Tensor2D, sigma: number) =>
    tf.tidy(() => cauchySchwarzDivergence(x, y, tf.scalar(sigma)).dataSync()[0]!);

  it('is 0 for equal sets of rows in any order, symmetric, and takes sets of unequal sizes', () => {
    const { image, text } = randomBatch({ pairs: 6, width: 4, logitScale: 1 });
    expect(divergence(image, tf.reverse(image, 0), 0.5)).toBeCloseTo(0, 5);
    expect(divergence(image, text, 0.5)).toBeCloseTo(divergence(text, image, 0.5), 5);
    expect(divergence(image, text, 0.5)).toBeGreaterThan(0);
    expect(divergence(image, tf.slice(text, 0, 4), 0.5)).toBeGreaterThan(0);
  });

  it('of two points is their squared distance over σ²', () =>
    tf.tidy(() => {
      const [x, y] = [tf.tensor2d([[1, 0]]), tf.tensor2d([[0, 1]])];
      expect(divergence(x, y, 0.5)).toBeCloseTo(8, 4); // 2 · ‖x − y‖² / 2σ²
    }));
});
