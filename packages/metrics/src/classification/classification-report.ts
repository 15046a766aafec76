import { type Matrix, UserError } from '@alignclip/core';
import { row } from '../matrix/rows';

/** How predictions of a classifier compare with the targets. */
export interface ClassificationReport {
  /** Rank of the target among the classes, from 1; half of the tied classes count as above. [examples] */
  readonly ranks: Float64Array;
  /** The same with all tied classes above: a hit at k in every order of the ties is last ≤ k. [examples] */
  readonly last: Float64Array;
  /** The class with the largest logit; −1 where several have it, which is no prediction. [examples] */
  readonly predictions: Int32Array;
  /** Examples by target (row) and prediction (column); those without a prediction are in no column. */
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
  const last = new Float64Array(rows);
  const predictions = new Int32Array(rows);
  const totals = new Float64Array(columns);
  for (let i = 0; i < rows; i += 1) {
    const target = targets[i]!;
    const line = row(logits, i);
    checkExample(line, target, i);
    const { above, tied } = rivalsOf(line, target);
    ranks[i] = 1 + above + tied / 2;
    last[i] = 1 + above + tied;
    const predicted = predictionOf(line);
    predictions[i] = predicted;
    totals[target]! += 1;
    if (predicted >= 0) confusion[target]![predicted]! += 1;
  }
  const recalls = confusion.map((counts, c) => (totals[c] === 0 ? undefined : counts[c]! / totals[c]!));
  const known = recalls.filter((recall) => recall !== undefined);
  const meanPerClassRecall = known.reduce((a, b) => a + b) / known.length;
  return { ranks, last, predictions, confusion, recalls, meanPerClassRecall };
}

/** Share of examples whose target is among the k best classes, from the ranks of the targets; of `last` ranks a tie is never a hit. In [0, 1]. */
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

/** Classes above the target, and others level with it. */
function rivalsOf(line: Float32Array, target: number): { above: number; tied: number } {
  const own = line[target]!;
  let [above, tied] = [0, -1];
  for (const logit of line) {
    if (logit > own) above += 1;
    else if (logit === own) tied += 1;
  }
  return { above, tied };
}

function predictionOf(line: Float32Array): number {
  const largest = line.reduce((max, logit) => Math.max(max, logit), -Infinity);
  const first = line.indexOf(largest);
  return line.lastIndexOf(largest) === first ? first : -1;
}
