import { selectBackend, tf } from '@alignclip/backend';
import { drawsWithoutKeys } from '@alignclip/core';
import { noiseInjection } from './noise-injection';
import { describeEmbeddingHead } from './testing';

beforeAll(() => selectBackend());
describeEmbeddingHead('noise-injection', () => noiseInjection.make({ modality: 'both' }));

describeEmbeddingHead('noise-injection in a ball', () => noiseInjection.make({ modality: 'both', ball: true }));

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

  it('in a ball is no longer than its radius, and fills it', () =>
    tf.tidy(() => {
      const [n, d, radius] = [2000, 3, 0.3];
      const image = axis(n, d);
      const rows = noiseInjection
        .make({ variance: radius ** 2, ball: true })
        .join({ image, text: image }, drawsWithoutKeys(n));
      // A row at angle a is noise at least sin a long, so that no angle is beyond the ball's tangent.
      const sines = rows.text.arraySync().map(([cosine]) => Math.sqrt(1 - Math.min(1, cosine!) ** 2));
      expect(Math.max(...sines)).toBeLessThanOrEqual(radius + 1e-5);
      expect(Math.max(...sines)).toBeGreaterThan(0.9 * radius);
      // y and z of a point that is uniform in the ball have the variance r²/5 each; x, about 0, moves the length by r.
      const squares = rows.text.arraySync().map(([x, y, z]) => (y! ** 2 + z! ** 2) / x! ** 2);
      const mean = squares.reduce((sum, value) => sum + value, 0) / n;
      expect(mean).toBeGreaterThan((2 / 5) * radius ** 2 * 0.95);
      expect(mean).toBeLessThan((2 / 5) * radius ** 2 * 1.2);
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
