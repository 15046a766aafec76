import { UserError } from '@alignclip/core';
import { sampleStandardDeviation } from 'simple-statistics';

/** Where the variance of a score comes from: variances, none below 0. */
interface VarianceComponents {
  /** Between folds of the data. */
  readonly data: number;
  /** Between training seeds. */
  readonly training: number;
  /** What is left of both: a seed that suits a fold. */
  readonly interaction: number;
}

/**
 * Splits the variance of [folds][seeds] values, one for each fold with each seed, by the expected mean squares of a
 * two-way layout with random effects (Bouthillier et al. 2021 vary these sources). With one value for each the interaction
 * includes all that neither explains. Throws UserError on fewer than two of either, gaps, or a value that is not finite.
 */
export function varianceComponents(values: readonly (readonly number[])[]): VarianceComponents {
  const [folds, seeds] = [values.length, values[0]?.length ?? 0];
  if (folds < 2 || seeds < 2 || values.some((row) => row.length !== seeds))
    throw new UserError(
      `variance: ${folds} folds × ${seeds} seeds: needs at least two of each, with a value for each pair`,
    );
  if (!values.flat().every(Number.isFinite)) throw new UserError('variance: a value is not finite');
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  const rows = values.map(mean);
  const columns = Array.from({ length: seeds }, (_, seed) => mean(values.map((row) => row[seed]!)));
  const all = mean(rows);
  const rest = values.flatMap((row, fold) => row.map((value, seed) => value - rows[fold]! - columns[seed]! + all));
  const interaction = rest.reduce((sum, value) => sum + value ** 2, 0) / ((folds - 1) * (seeds - 1));
  const between = (means: readonly number[], others: number): number =>
    Math.max(0, sampleStandardDeviation([...means]) ** 2 - interaction / others);
  return { data: between(rows, seeds), training: between(columns, folds), interaction };
}
