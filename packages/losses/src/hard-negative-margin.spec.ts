import { tf } from '@alignclip/backend';
import { hardNegativeMargin } from './hard-negative-margin';
import { describeLossTerm, randomBatch } from './testing';

describeLossTerm('hard-negative-margin', () => hardNegativeMargin.make({}));
describeLossTerm('hard-negative-margin of all', () => hardNegativeMargin.make({ negatives: 'all', margin: 2.5 }));

describe('hard-negative-margin', () => {
  it('takes the hardest negative of each row, or the sum over all, in float64', () =>
    tf.tidy(() => {
      const batch = randomBatch({ pairs: 6, width: 3, logitScale: 1 });
      const K = tf.matMul(batch.image, batch.text, false, true).arraySync() as number[][];
      const side = (rows: number[][], join: (hinges: number[]) => number) =>
        rows.reduce((sum, row, i) => {
          const hinges = row.map((k, j) => (i === j ? 0 : Math.max(0, 0.4 + k - row[i]!)));
          return sum + join(hinges) / 6;
        }, 0);
      const columns = K.map((_, j) => K.map((row) => row[j]!));
      const expected = (join: (hinges: number[]) => number) => side(K, join) + side(columns, join);
      const value = (negatives: 'hardest' | 'all') =>
        hardNegativeMargin.make({ margin: 0.4, negatives }).compute(batch).dataSync()[0];
      expect(value('hardest')).toBeCloseTo(
        expected((hinges) => Math.max(...hinges)),
        5,
      );
      expect(value('all')).toBeCloseTo(
        expected((hinges) => hinges.reduce((a, b) => a + b)),
        5,
      );
    }));
});
