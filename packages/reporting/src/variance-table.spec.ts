import { foldOf } from '@alignclip/core';
import { describeTable } from './testing/describe-table';
import { madeRecord } from './testing/made-records';
import { varianceTable } from './variance-table';

const onFold = (index: number) => ({
  config: { dataset: { slot: 'dataset', type: 'fold', options: { of: 3, index } } },
});
const made = (variant: string, value: (fold: number, seed: number) => number) =>
  [0, 1, 2].flatMap((fold) => [0, 1].map((seed) => madeRecord(variant, seed, { r: value(fold, seed) }, onFold(fold))));
const table = varianceTable.make({
  columns: [{ title: 'R@1', score: 'r', better: 'higher', percent: true }],
  baseline: 'A',
});

const records = [...made('A', (fold) => 0.2 + fold / 10), ...made('B', (fold, seed) => 0.3 + fold / 10 + seed / 50)];

describeTable('variance-table', table, records);

describe('variance-table', () => {
  it('says how much is due to data, training and both, of variants and of their differences', () => {
    const { rows } = table.render(records);
    expect(rows.map(({ name }) => name)).toEqual(['R@1, A', 'R@1, B', 'R@1, B − A']);
    const shares = rows.map(({ cells }) => cells.slice(2).map((cell) => Math.round(100 * cell!.mean)));
    expect(shares).toEqual([
      [100, 0, 0],
      [98, 2, 0],
      [0, 100, 0],
    ]); // variances .01 and .0002
    expect(rows[2]!.cells[1]!.mean).toBeCloseTo(Math.sqrt(0.0002), 10);
    expect(rows[0]!.cells[0]!.text).toBe('3 × 2');
  });

  it('splits differences on the folds that both variants have', () => {
    const alone = records.filter((run) => run.variant === 'B' || foldOf(run)! < 2);
    const { rows } = table.render(alone);
    expect(rows.map(({ cells }) => cells[0]!.text)).toEqual(['2 × 2', '3 × 2', '2 × 2']);
    expect(rows[2]!.cells[1]!.mean).toBeCloseTo(Math.sqrt(0.0002), 10);
  });

  it('splits nothing without folds, or with one seed', () => {
    for (const given of [[madeRecord('A', 0, { r: 1 })], made('A', () => 1).filter(({ seed }) => seed === 0)]) {
      const { rows } = table.render(given);
      expect(rows[0]!.cells.slice(1)).toEqual([undefined, undefined, undefined, undefined]);
    }
  });
});
