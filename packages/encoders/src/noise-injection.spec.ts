import { selectBackend, tf } from '@alignclip/backend';
import { drawsWithoutKeys } from '@alignclip/core';
import { noiseInjection } from './noise-injection';
import { describeEmbeddingHead } from './testing';

beforeAll(() => selectBackend());
describeEmbeddingHead('noise-injection', () => noiseInjection.make({ modality: 'both' }));

describe('noiseInjection', () => {
  const axis = (n: number, d: number) =>
    tf.tensor2d(
      Array.from({ length: n }, () => [1, ...new Array<number>(d - 1).fill(0)]),
      [n, d],
    );

  it('has its variance: the cosine with the row itself is about 1/√(1 + variance · d)', () =>
    tf.tidy(() => {
      const image = axis(400, 64);
      const rows = noiseInjection.make({ variance: 0.016 }).join({ image, text: image }, drawsWithoutKeys(400));
      expect(rows.image).toBe(image);
      const cosine = tf.mean(tf.slice(rows.text, [0, 0], [400, 1])).dataSync()[0];
      expect(cosine).toBeCloseTo(1 / Math.sqrt(1 + 0.016 * 64), 2);
    }));

  it('follows from the examples, and differs between modalities', () =>
    tf.tidy(() => {
      const image = axis(3, 4);
      const noisy = () => noiseInjection.make({ modality: 'both' }).join({ image, text: image }, drawsWithoutKeys(3));
      const [one, other] = [noisy(), noisy()];
      expect(one.text.arraySync()).toEqual(other.text.arraySync());
      expect(one.text.arraySync()).not.toEqual(one.image.arraySync());
    }));
});
