import { type Matrix, UserError } from '@alignclip/core';
import { row } from '../matrix/rows';

/** How predictions of a classifier compare with the targets. */
export interface ClassificationReport {
  /** Rank of the target among the classes, from 1; half of the tied classes count as above. [examples] */
  readonly ranks: Float64Array;
  /** The first class with the largest logit, [examples]. */
  readonly predictions: Int32Array;
  /** Examples by target (row) and prediction (column). */
  readonly confusion: readonly (readonly number[])[];
  /** Share of each class's examples predicted as that class; undefined for a class without examples. */
  readonly recalls: readonly (number | undefined)[];
  /** Mean of `recalls` over the classes that have examples, in [0, 1]. */
  readonly meanPerClassRecall: number;
}

/** Logits [examples, classes] against targets in [0, classes). Throws UserError on another target or NaN. */
export function classificationReport(logits: Matrix, targets: ArrayLike<number>): ClassificationReport {
  const { rows, columns } = logits;
  if (rows < 1 || columns < 1) throw new UserError(`logits [${rows}, ${columns}] are empty`);
  if (targets.length !== rows) throw new UserError(`${rows} rows of logits need as many labels: ${targets.length}`);
  const confusion = Array.from({ length: columns }, () => new Array<number>(columns).fill(0));
  const ranks = new Float64Array(rows);
  const predictions = new Int32Array(rows);
  for (let i = 0; i < rows; i += 1) {
    const target = targets[i]!;
    const line = row(logits, i);
    checkExample(line, target, i);
    predictions[i] = line.indexOf(Math.max(...line));
    ranks[i] = targetRank(line, target);
    confusion[target]![predictions[i]!]! += 1;
  }
  const recalls = confusion.map((counts, c) => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return total === 0 ? undefined : counts[c]! / total;
  });
  const known = recalls.filter((recall) => recall !== undefined);
  return { ranks, predictions, confusion, recalls, meanPerClassRecall: known.reduce((a, b) => a + b) / known.length };
}

/** Share of examples whose target is among the k best classes, from the ranks of the targets; in [0, 1]. */
export function topAccuracy(ranks: ArrayLike<number>, k: number): number {
  if (ranks.length === 0) throw new UserError('there are no examples to average over');
  return Array.from(ranks).filter((rank) => rank <= k).length / ranks.length;
}

function checkExample(line: Float32Array, target: number, example: number): void {
  if (!(Number.isInteger(target) && target >= 0 && target < line.length)) {
    throw new UserError(`example ${example}: label ${target} is out of range, classes are 0 to ${line.length - 1}`);
  }
  if (!line.every(Number.isFinite)) throw new UserError(`example ${example}: a logit is not finite`);
}

function targetRank(line: Float32Array, target: number): number {
  const own = line[target]!;
  return 0.5 + line.reduce((sum, logit) => sum + (logit > own ? 1 : logit === own ? 0.5 : 0), 0);
}
