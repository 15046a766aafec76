import { tf } from '@alignclip/backend';
import { gram, volumes } from './gram';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('gram', () => gram.make({}));
describeLossTerm('gram with a view', () => gram.make({ view: true }));

describe('gram', () => {
  it('has areas √(1 − cos²), and cannot tell a caption from its opposite', () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 5, width: 6, logitScale: 10 });
      const K = tf.matMul(batch.text, batch.image, false, true).arraySync() as number[][];
      const areas = volumes(batch.text, batch.image).arraySync();
      K.forEach((row, i) => row.forEach((k, j) => expect(areas[i]![j]).toBeCloseTo(Math.sqrt(1 - k * k), 5)));
      const [loss, mirrored] = [batch.text, tf.neg<typeof batch.text>(batch.text)].map(
        (text) =>
          gram
            .make({})
            .compute({ ...batch, text })
            .dataSync()[0]!,
      );
      expect(mirrored).toBeCloseTo(loss!, 5);
    }));

  it('has volume 1 for three axes, and none for three rows in a plane', () =>
    tf.tidy(() => {
      const row = (...values: number[]) => tf.tensor2d([values]);
      expect(volumes(row(1, 0, 0), row(0, 1, 0), row(0, 0, 1)).dataSync()[0]).toBeCloseTo(1, 6);
      expect(volumes(row(1, 0, 0), row(0, 1, 0), row(0.6, 0.8, 0)).dataSync()[0]).toBeLessThan(1e-3);
    }));
});
