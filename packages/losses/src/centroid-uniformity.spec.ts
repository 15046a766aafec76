import { tf } from '@alignclip/backend';
import { centroidUniformity } from './centroid-uniformity';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('centroid-uniformity', () => centroidUniformity.make({}));
describeLossTerm('centroid-uniformity of the paper', () => centroidUniformity.make({ form: 'paper' }));

describe('centroid-uniformity', () => {
  it('is the equation of its form, in float64', () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 5, width: 4, logitScale: 1 });
      const [v, t] = [batch.image.arraySync(), batch.text.arraySync()];
      const middles = v.map((row, i) => row.map((x, k) => (x + t[i]![k]!) / 2));
      const unit = middles.map((row) => row.map((x) => x / Math.hypot(...row)));
      const sum = (rows: number[][]) => {
        const potential = (i: number, j: number) =>
          Math.exp(-3 * rows[i]!.reduce((square, x, k) => square + (x - rows[j]![k]!) ** 2, 0));
        return rows.flatMap((_, i) => rows.map((__, j) => (i === j ? 0 : potential(i, j)))).reduce((a, b) => a + b);
      };
      const value = (form: 'official' | 'paper') =>
        centroidUniformity.make({ form, t: 3 }).compute(batch).dataSync()[0];
      expect(value('official')).toBeCloseTo(Math.log(sum(unit) / 20), 5);
      expect(value('paper')).toBeCloseTo(Math.log(sum(middles) / 5), 5);
    }));
});
