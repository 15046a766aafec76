import { type Interval, random, UserError } from '@alignclip/core';
import { checkScores, type TaskScores } from './many-tasks';

export interface StratifiedBootstrapOptions {
  /** Default 2,000. */
  readonly resamples?: number;
  /** Default .95. */
  readonly level?: number;
  /** Which run stands at [run][task] of a sample; default: drawn at random with a fixed seed. */
  readonly draw?: (runs: number, tasks: number) => readonly (readonly number[])[];
}

/**
 * Percentile intervals of statistics over many tasks (Agarwal et al. 2021): within each task the runs are drawn anew with
 * replacement, tasks stay. Several methods are drawn independently of each other. `statistics` gives any number of values
 * of a sample, each gets an interval; equal inputs give equal intervals. Percentiles are interpolated linearly, as NumPy
 * does. Empty where a method has one run only, which can't show a spread. Throws UserError on scores that aren't
 * complete and finite, and on fewer than one sample.
 */
export function stratifiedBootstrap(
  methods: readonly TaskScores[],
  statistics: (sample: readonly TaskScores[]) => readonly number[],
  { resamples = 2000, level = 0.95, draw = drawing() }: StratifiedBootstrapOptions = {},
): Interval[] {
  if (resamples < 1) throw new UserError(`a stratified bootstrap needs at least one sample, got ${resamples}`);
  const tasks = methods.map((scores) => checkScores(scores).length);
  if (methods.some((scores) => scores.length < 2)) return [];
  const values = Array.from({ length: resamples }, () =>
    statistics(methods.map((scores, i) => resampled(scores, draw(scores.length, tasks[i]!)))),
  );
  return values[0]!.map((_, k) => {
    const sorted = values.map((sample) => sample[k]!).sort((a, b) => a - b);
    return [linearQuantile(sorted, (1 - level) / 2), linearQuantile(sorted, (1 + level) / 2)];
  });
}

const resampled = (scores: TaskScores, indices: readonly (readonly number[])[]): TaskScores =>
  indices.map((run) => run.map((n, m) => scores[n]![m]!));

function drawing() {
  const stream = random('stratified-bootstrap', 0);
  return (runs: number, tasks: number) =>
    Array.from({ length: runs }, () => Array.from({ length: tasks }, () => stream.integer(runs)));
}

function linearQuantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (high - low) * (place - below);
}
