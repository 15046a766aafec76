import { tf } from '@alignclip/backend';
import { describeLossTerm, randomBatch } from './testing';
import { triangle, twiceSquaredAreas } from './triangle';

describeLossTerm('triangle', () => triangle.make({}));
describeLossTerm('triangle with the root', () => triangle.make({ root: true }));

describe('triangle', () => {
  it('has the areas of triangles by Heron', () =>
    tf.tidy(() => {
      const { text, image, imageView } = randomBatch({ pairs: 5, width: 6, logitScale: 1 });
      const [t, v, a] = [text, image, imageView].map((rows) => rows.arraySync());
      const side = (x: number[], y: number[]) => Math.hypot(...x.map((value, k) => value - y[k]!));
      const found = twiceSquaredAreas(text, image, imageView).arraySync();
      t!.forEach((x, i) =>
        v!.forEach((y, j) => {
          const sides = [side(x, y), side(x, a![j]!), side(y, a![j]!)];
          const half = sides.reduce((sum, length) => sum + length, 0) / 2;
          const square = sides.reduce((product, length) => product * (half - length), half);
          expect(found[i]![j]).toBeCloseTo(2 * square, 5);
        }),
      );
    }));

  it('is ½ for a right angle of legs 1, and log N where image and view are one row', () =>
    tf.tidy(() => {
      const row = (...values: number[]) => tf.tensor2d([values]);
      expect(twiceSquaredAreas(row(0, 0), row(1, 0), row(0, 1)).dataSync()[0]).toBeCloseTo(0.5, 6);
      const batch = randomBatch({ pairs: 6, width: 8, logitScale: 10 });
      const flat = triangle.make({}).compute({ ...batch, imageView: batch.image });
      expect(flat.dataSync()[0]).toBeCloseTo(Math.log(6), 5);
    }));
});
