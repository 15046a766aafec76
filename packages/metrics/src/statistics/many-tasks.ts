import { UserError } from '@alignclip/core';

/** Normalised scores of one method, [runs][tasks]; each run has a score of every task. */
export type TaskScores = readonly (readonly number[])[];

/** Numbers that sum up one method over runs and tasks (Agarwal et al. 2021, "Deep RL at the edge of the statistical precipice"). */
export interface TaskAggregates {
  /** Mean of the middle half of all runs × tasks. */
  readonly interquartileMean: number;
  /** Median over tasks of the mean over runs. */
  readonly median: number;
  readonly mean: number;
  /** How far the scores, cut at 1, fall short of 1 on average; at least 0. */
  readonly optimalityGap: number;
}

/** All aggregates. Throws UserError unless each run has the same number of scores, at least one, all finite. */
export function taskAggregates(scores: TaskScores): TaskAggregates {
  const means = checkScores(scores).map((task) => meanOf(task));
  const all = scores.flat();
  return {
    interquartileMean: interquartileMean(all),
    median: medianOf(means),
    mean: meanOf(means),
    optimalityGap: 1 - meanOf(all.map((score) => Math.min(score, 1))),
  };
}

/** The mean without the ⌊n / 4⌋ smallest and the ⌊n / 4⌋ largest values. Throws UserError without values and on NaN. */
export function interquartileMean(values: readonly number[]): number {
  checkScores([values]);
  const cut = Math.floor(values.length / 4);
  return meanOf([...values].sort((a, b) => a - b).slice(cut, values.length - cut));
}

/**
 * Performance profile (score distribution): for each threshold the share of runs × tasks with a greater score, in [0, 1].
 * Throws UserError as `taskAggregates` does.
 */
export function performanceProfile(scores: TaskScores, thresholds: readonly number[]): number[] {
  checkScores(scores);
  const all = scores.flat();
  return thresholds.map((threshold) => all.filter((score) => score > threshold).length / all.length);
}

/**
 * P(X > Y), the mean over tasks of the probability that a run of X has a greater score than a run of Y; ties count half
 * (Mann–Whitney's U ÷ n_X n_Y). .5: neither is better. The numbers of runs may differ, those of tasks may not. Throws
 * UserError as `taskAggregates` does.
 */
export function probabilityOfImprovement(x: TaskScores, y: TaskScores): number {
  const [ofX, ofY] = [checkScores(x), checkScores(y)];
  if (ofX.length !== ofY.length)
    throw new UserError(`a probability of improvement needs the same tasks: ${ofX.length} and ${ofY.length}`);
  return meanOf(ofX.map((task, m) => shareGreater(task, ofY[m]!)));
}

function shareGreater(x: readonly number[], y: readonly number[]): number {
  let wins = 0;
  for (const a of x) for (const b of y) wins += a > b ? 1 : a === b ? 0.5 : 0;
  return wins / (x.length * y.length);
}

/** The scores by task, [tasks][runs]. */
export function checkScores(scores: TaskScores): number[][] {
  const tasks = scores[0]?.length ?? 0;
  if (tasks === 0) throw new UserError('statistics over tasks need at least one run and one task');
  scores.forEach((run, n) => {
    if (run.length !== tasks)
      throw new UserError(`statistics over tasks: run ${n} has ${run.length} scores, run 0 has ${tasks}`);
    const bad = run.findIndex((score) => !Number.isFinite(score));
    if (bad >= 0) throw new UserError(`statistics over tasks: the score of run ${n}, task ${bad} is ${run[bad]}`);
  });
  return scores[0]!.map((_, m) => scores.map((run) => run[m]!));
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
