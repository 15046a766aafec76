import { counted, type RunRecord } from '@alignclip/core';
import {
  comparePaired,
  describeSample,
  fewestPairs,
  holm,
  pairedTTest,
  type PairedComparison,
} from '@alignclip/metrics';
import { missingVariant } from '../comparison/baseline-tests';
import { significance } from '../comparison/paired-scores';
import { shortRunLimit } from '../comparison/paired-scores';
import { runsByVariant, type VariantRuns } from '../records';
import { gainsOf, type Gains } from './gains';
import { nullCells, type NullCell } from './null-cells';
import type { FrontierOptions } from './options';

/** `off`: better than any fixed temperature at a gap no larger. `on`: no better by more than the margin. */
export type FrontierVerdict = 'off' | 'on' | 'unknown';

/** A remedy against the frontier of fixed temperatures. */
export interface JudgedRemedy extends Gains {
  readonly verdict: FrontierVerdict;
  /** The gains beyond what the bend of the curve may hide, over seeds; absent where there are none. */
  readonly test?: PairedComparison & {
    readonly pValue: number;
    /** Holm-corrected over the remedies that are tested. */
    readonly adjusted: number;
  };
  /** Why it can't be told. */
  readonly reason?: string;
}

export interface Frontier {
  readonly cells: readonly NullCell[];
  readonly remedies: readonly JudgedRemedy[];
  /** How many remedies are tested. */
  readonly tests: number;
  /** What a reader must know: what is wrong with the null, what is left out. */
  readonly notes: readonly string[];
}

export interface JudgedOptions extends FrontierOptions {
  readonly remedies?: readonly string[] | undefined;
  /** Over how many statements `on` is corrected (Bonferroni); default: the tested remedies. */
  readonly statements?: number | undefined;
}

/** Judges each remedy against the null's curve of the same seed. */
export function judgeFrontier(records: readonly RunRecord[], options: JudgedOptions): Frontier {
  const variants = runsByVariant(records);
  const { cells, problems, notes } = nullCells(variants, options);
  const { rows, missing } = remedyRows(variants, cells, options.remedies);
  const limit = problems[0] ?? shortRunLimit(cells.flatMap(({ runs }) => runs));
  const all = rows.map((row) => {
    const gains = gainsOf(row, cells, options);
    return { gains, reason: limit ?? shortRunLimit(row.runs) ?? reasonOf(gains, options) };
  });
  const tested = all.filter(({ reason }) => reason === undefined).map(({ gains }) => testOf(gains));
  const pValues = tested.map((test) => pValueOf(test, tested.length));
  const adjusted = holm(pValues);
  let next = 0;
  const remedies = all.map(({ gains, reason }): JudgedRemedy => {
    if (reason !== undefined) return { ...gains, verdict: 'unknown', reason };
    const place = next++;
    const test = { ...tested[place]!, pValue: pValues[place]!, adjusted: adjusted[place]! };
    return { ...gains, test, ...verdictOf(gains, test, options.statements ?? tested.length, options.margin) };
  });
  const wrong = [...problems, ...missing].map((problem) => `No frontier: ${problem}.`);
  return { cells, remedies, tests: tested.length, notes: [...(variants.length === 0 ? [] : wrong), ...notes] };
}

function remedyRows(
  variants: readonly VariantRuns[],
  cells: readonly NullCell[],
  names: readonly string[] | undefined,
) {
  if (names === undefined) {
    const isNull = new Set(cells.map(({ variant }) => variant));
    return { rows: variants.filter(({ variant }) => !isNull.has(variant)), missing: [] };
  }
  const rows = variants.filter(({ variant }) => names.includes(variant));
  const lacking = names.filter((name) => !rows.some(({ variant }) => variant === name));
  return { rows, missing: lacking.map((name) => missingVariant('the remedy', name, variants)) };
}

/** Why gains can't be tested. */
function reasonOf({ seeds, beyond }: Gains, { gap }: FrontierOptions): string | undefined {
  if (seeds.length === 0) return 'no seed has it and the whole null';
  const [first] = beyond;
  if (first !== undefined) {
    const where =
      beyond.length === seeds.length ? 'every seed' : `${beyond.length} of ${counted(seeds.length, 'seed')}`;
    const side = first.isCloser === (gap.better === 'lower') ? 'lower' : 'higher';
    return `beyond the curve in ${where}: its ${gap.name} is ${side} than any of the null, which needs further temperatures`;
  }
  return seeds.length < 2 ? '1 seed is too few for a test' : undefined;
}

type Test = PairedComparison & { readonly t: number | undefined };

/** `t`: p of the t test. */
function testOf({ scores, nullScores, allowance, sign }: Gains): Test {
  const [treatment, baseline] = [
    scores.map((score) => sign * score),
    nullScores.map((score) => sign * score + allowance),
  ];
  return { ...comparePaired(treatment, baseline), t: pairedTTest(treatment, baseline) };
}

/** The larger p of t and permutation test; of the t test alone where too few seeds, all of one sign, can't reach .05. */
function pValueOf({ pairs, permutation, t = permutation, lower, higher }: Test, tests: number): number {
  if (pairs >= fewestPairs(tests)) return Math.max(t, permutation);
  return lower === pairs || higher === pairs ? t : 1;
}

function verdictOf(
  { scores, nullScores, sign }: Gains,
  { adjusted, difference }: NonNullable<JudgedRemedy['test']>,
  statements: number,
  margin: number,
): Pick<JudgedRemedy, 'verdict' | 'reason'> {
  if (adjusted <= significance && difference > 0) return { verdict: 'off' };
  const gains = scores.map((score, i) => sign * (score - nullScores[i]!));
  const { mean, interval = [mean, mean] } = describeSample(gains, 1 - significance / statements);
  if (interval[1] <= margin) return { verdict: 'on' };
  return { verdict: 'unknown', reason: 'neither a gain nor its absence is certain' };
}
