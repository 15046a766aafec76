import { selectBackend, tf } from '@alignclip/backend';
import { drawsWithoutKeys, type PairedRows } from '@alignclip/core';
import { modalitySwap, swapped } from './modality-swap';
import { describeEmbeddingHead } from './testing';

beforeAll(() => selectBackend());
describeEmbeddingHead('modality-swap, hard', () => modalitySwap.make({ share: 1 }));
describeEmbeddingHead('modality-swap, soft', () => modalitySwap.make({ form: 'soft', share: 1 }));

const made = (): PairedRows => ({
  image: tf.tensor2d([
    [1, 0],
    [0.6, 0.8],
  ]),
  text: tf.tensor2d([
    [0, 1],
    [-0.8, 0.6],
  ]),
});
const values = ({ image, text }: PairedRows) => [image.arraySync(), text.arraySync()];

describe('swapped', () => {
  it('with a mask of ones changes the modalities, and mirrors the soft form', () =>
    tf.tidy(() => {
      const rows = made();
      const [v, t] = values(rows);
      expect(values(swapped(rows, tf.ones([2, 2]), 'hard', false))).toEqual([t, v]);
      expect(values(swapped(rows, tf.ones([2, 2]), 'soft', false))).toEqual([v, t]);
      const soft = swapped(rows, tf.fill([2, 2], 0.25), 'soft', false);
      expect(soft.image.arraySync()[0]).toEqual([0.25, 0.75]);
      const sums = tf.sub(tf.add(soft.image, soft.text), tf.add(rows.image, rows.text));
      expect(tf.max(tf.abs(sums)).dataSync()[0]).toBeLessThan(1e-6);
    }));
});

describe('modalitySwap', () => {
  it('swaps in its share of the steps, about half of the entries', () =>
    tf.tidy(() => {
      const head = modalitySwap.make({ share: 0.3, renormalise: false });
      let [steps, entries] = [0, 0];
      for (let i = 0; i < 300; i += 1) {
        const rows = { image: tf.ones<tf.Rank.R2>([4, 8]), text: tf.zeros<tf.Rank.R2>([4, 8]) };
        const draws = drawsWithoutKeys(4);
        const named = { ...draws, beta: () => draws.beta(`step ${i}`, 1), uniform: () => draws.uniform(`${i}`, 8) };
        const moved = tf.sum(head.join(rows, named).text).dataSync()[0]!;
        steps += moved > 0 ? 1 : 0;
        entries += moved;
      }
      expect(steps / 300).toBeCloseTo(0.3, 1);
      expect(entries / steps / 32).toBeCloseTo(0.5, 1);
    }));

  it('does nothing in evaluation', () => expect('embed' in modalitySwap.make({})).toBe(false));
});
