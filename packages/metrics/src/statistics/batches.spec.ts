import { random } from '@alignclip/core';
import { ofAllCaptions, weightedMeanRow, weightedSumRow } from '../gap/weighted';
import { meanRow, stackRows } from '../matrix/rows';
import { batchOf, newBatch } from './batches';

const draw = random('batches');
const matrix = () => ({ rows: 7, columns: 3, values: Float32Array.from({ length: 21 }, () => draw.normal()) });

function drawn(rows: number) {
  const batch = newBatch(rows, 7);
  for (let at = 0; at < batch.values.length; at += 1) batch.values[at] = draw.integer(4);
  return batch;
}

describe('samples of one batch', () => {
  it('have the means that they have alone, bit by bit', () => {
    const rows = matrix();
    for (const sample of drawn(9).samples) {
      const alone = Float64Array.from(sample);
      expect(weightedMeanRow(rows, sample)).toEqual(weightedMeanRow(rows, alone));
      expect(weightedMeanRow(rows, sample)).toEqual(meanRow(rows, alone));
      expect(batchOf(alone).samples).toEqual([alone]);
    }
  });

  it('know each other', () => {
    const batch = drawn(2);
    expect(batchOf(batch.samples[1]!)).toBe(batch);
  });
});

describe('ofAllCaptions', () => {
  it('gives every caption the weight of its image', () => {
    const texts = [matrix(), matrix()];
    const [all, batch] = [stackRows(texts), drawn(3)];
    const sums = ofAllCaptions(texts, (rows) => (weights) => {
      expect(rows).toEqual(all);
      return weightedSumRow(rows, weights)[1]!;
    });
    for (const sample of batch.samples) {
      const apart = texts.map((text) => weightedSumRow(text, Float64Array.from(sample))[1]!);
      expect(sums(sample)).toBeCloseTo(apart[0]! + apart[1]!, 12);
    }
  });
});
