import { counted, type NumberFormat, type RunRecord, type TableCell, type Verdict } from '@alignclip/core';
import { comparePaired, fewestPairs, type PairedComparison } from '@alignclip/metrics';
import { cellOf, runsByVariant, type ScoreKeys } from '../records';
import { measuredPairs, type MeasuredPairs } from './measured-pairs';
import { formatCell, formatInterval, formatNumber, formatP } from '../rendering/text';

export const significance = 0.05;

/** One score of two variants on the seeds that both have. */
export interface ScoreComparison extends PairedComparison {
  readonly baseline: TableCell;
  readonly treatment: TableCell;
  /** Seeds that only one of the two has. */
  readonly unpaired: readonly (number | string)[];
}

/** The names of two variants. */
export interface VariantPair {
  readonly baseline: string;
  readonly treatment: string;
}

/** Undefined where no seed has both values. */
export const compareVariants = (records: readonly RunRecord[], variants: VariantPair, score: ScoreKeys) =>
  comparePairs(measuredPairs(records, variants, score));

/** Undefined where there is no pair. */
export function comparePairs({ baseline, treatment, unpaired }: MeasuredPairs): ScoreComparison | undefined {
  const [before, after] = [cellOf(baseline), cellOf(treatment)];
  if (before === undefined || after === undefined) return undefined;
  return { ...comparePaired(treatment, baseline), baseline: before, treatment: after, unpaired };
}

/** Why a run of one of the two is too short for a verdict; undefined where none is. */
export const shortRuns = (records: readonly RunRecord[], { baseline, treatment }: VariantPair): string | undefined =>
  shortRunLimit(
    runsByVariant(records)
      .filter(({ variant }) => variant === baseline || variant === treatment)
      .flatMap(({ runs }) => runs),
  );

/** Fewer seeds than a permutation test needs to be significant at all. */
const tooFewForPermutation = ({ pairs }: Pick<ScoreComparison, 'pairs'>, level = significance): boolean =>
  pairs < fewestPairs(1, level);

/** What a verdict follows from. */
type DecidingFigures = Pick<ScoreComparison, 'difference' | 'interval' | 'permutation' | 'pairs' | 'lower' | 'higher'>;

/**
 * `yes` or `no` where the 95 % t interval of the difference excludes 0 and the permutation test agrees: p ≤ .05, or,
 * where too few seeds cannot reach that, the same sign in every seed. All else is undecided. At another `level` than .05
 * the interval must be of 1 − level.
 */
export function verdictOf(
  comparison: DecidingFigures,
  better: 'lower' | 'higher',
  level = significance,
): Exclude<Verdict, 'none'> {
  const side = comparison.difference < 0 ? 'lower' : 'higher';
  if (!excludesZero(comparison, level)) return 'undecided';
  const agrees = tooFewForPermutation(comparison, level)
    ? comparison[side] === comparison.pairs
    : comparison.permutation <= level;
  if (!agrees) return 'undecided';
  return side === better ? 'yes' : 'no';
}

/** Equal differences have no interval; then the permutation test decides alone. */
function excludesZero({ interval, permutation }: DecidingFigures, level: number): boolean {
  if (interval === undefined) return permutation <= level;
  return interval[1] < 0 || interval[0] > 0;
}

/** A score in words, and how it is written. */
export interface NamedScore extends NumberFormat {
  readonly name: string;
  readonly better: 'lower' | 'higher';
}

/** "centroid distance .617 ± .010 → .262 ± .020 (difference −.355, 95 % t interval −.402 to −.308, lower in 3 of 3 seeds)" */
export function effectText(comparison: ScoreComparison, score: NamedScore, remark = ''): string {
  const { baseline, treatment, difference, pairs, interval } = comparison;
  const unit = score.percent ? ' %' : '';
  const values = `${score.name} ${formatCell(baseline, score)}${unit} → ${formatCell(treatment, score)}${unit}`;
  const spread = interval === undefined ? '' : `, 95 % t interval ${formatInterval(interval, score)}`;
  const count = `${score.better} in ${comparison[score.better]} of ${counted(pairs, 'seed')}`;
  return `${values} (difference ${formatNumber(difference, score)}${spread}, ${count}${remark})`;
}

/** The effect with what the permutation test finds, where there are seeds for one. */
export function testedEffectText(comparison: ScoreComparison, score: NamedScore): string {
  const { pairs, permutation } = comparison;
  const p = `permutation p ${permutation < 0.001 ? '' : '= '}${formatP(permutation)}`;
  return effectText(comparison, score, pairs < 2 ? '' : `, ${p}`);
}

/** What the tests cannot show, and the seeds that are left out: a clause for each. */
export function limitsOf(comparison: ScoreComparison, better: 'lower' | 'higher'): string[] {
  const { pairs, unpaired } = comparison;
  const decided = verdictOf(comparison, better) !== 'undecided';
  const tooFew = `${counted(pairs, 'seed')} cannot reach p ≤ .05${decided ? ', so this rests on the t interval alone' : ''}`;
  return [
    ...(pairs < 2 ? ['1 seed is too few for a test'] : tooFewForPermutation(comparison) ? [tooFew] : []),
    ...(unpaired.length === 0 ? [] : [`${seedList(unpaired)} left out, which only one of the two has`]),
  ];
}

const seedList = (seeds: readonly (number | string)[]): string =>
  seeds.length === 1 ? `seed ${seeds[0]} is` : `seeds ${seeds.join(', ')} are`;

/**
 * Why some of the runs are too short for a verdict: they are of the profile `smoke`, whose few steps only prove that
 * everything runs, or their training ended within its warm-up. Undefined where none is.
 */
export function shortRunLimit(runs: readonly RunRecord[]): string | undefined {
  if (runs.some(({ profile }) => profile === 'smoke')) {
    return 'smoke runs are too short for a verdict; run another profile, such as quick';
  }
  const short = runs.find(({ config }) => {
    const [steps, warmUp] = [numberIn(config['trainer'], 'steps'), numberIn(config['schedule'], 'warmUp')];
    return steps !== undefined && warmUp !== undefined && steps <= warmUp;
  });
  if (short === undefined) return undefined;
  const steps = numberIn(short.config['trainer'], 'steps');
  return `a training of ${steps} steps ends within its warm-up of ${numberIn(short.config['schedule'], 'warmUp')}, too short for a verdict`;
}

function numberIn(spec: RunRecord['config'][string] | undefined, option: string): number | undefined {
  if (spec === undefined || Array.isArray(spec)) return undefined;
  const value = spec.options[option];
  return typeof value === 'number' ? value : undefined;
}
