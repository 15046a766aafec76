import type { Cell, Interval, NumberFormat } from '@alignclip/core';
import { bootstrapMean } from '@alignclip/metrics';
import { cellComparison, type BaselineTest } from '../comparison/baseline-tests';
import { cellOf } from '../records/cell-of';

type Cells = (Cell | undefined)[];

/** n, mean, sd and both intervals of one score over seeds. */
export function sampleCells(values: readonly number[], format: NumberFormat): Cells {
  const cell = cellOf(values);
  if (cell === undefined) return [undefined, undefined, undefined, undefined, undefined];
  const { mean, sd, seeds, interval } = cell;
  return [
    { mean: seeds, seeds },
    { mean, seeds, format },
    sd === undefined ? undefined : { mean: sd, seeds, format },
    intervalCell(mean, seeds, interval, format),
    intervalCell(mean, seeds, interval && bootstrapMean(values), format),
  ];
}

/** Number of pairs, difference, its intervals, the three p-values and d_z; the difference carries the mark. */
export function testCells(test: BaselineTest | undefined, format: NumberFormat): Cells {
  if (test === undefined) return Array.from({ length: 8 }, () => undefined);
  const { pairs: seeds, difference, effectSize } = test;
  return [
    { mean: seeds, seeds },
    { mean: difference, seeds, format, comparison: cellComparison(test) },
    intervalCell(difference, seeds, test.interval, format),
    intervalCell(difference, seeds, test.bootstrap, format),
    ...[test.permutation, test.adjusted, test.wilcoxon].map((p) => ({ mean: p, seeds })),
    effectSize === undefined ? undefined : { mean: effectSize, seeds },
  ];
}

const intervalCell = (mean: number, seeds: number, interval: Interval | undefined, format: NumberFormat) =>
  interval && { mean, seeds, interval, format };
