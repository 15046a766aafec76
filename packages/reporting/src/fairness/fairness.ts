import { pairOf, type RunRecord } from '@alignclip/core';
import { runsByVariant, type VariantRuns } from '../records';
import { compareSetups, type SetupComparison } from './compare-setups';
import { phrases } from './differences';
import { fittedOnScored, mapNotes } from './map-marks';

export interface FairnessOptions {
  /** What the others are compared with; default the first variant. */
  readonly baseline?: string | undefined;
  /** Paths of the configuration that are studied besides the method and grid factors, e.g. `trainer.batchSize`. */
  readonly studied?: readonly string[] | undefined;
  /** The comparison claims equal numbers of trained parameters (to 1 %). */
  readonly equalParameters?: boolean | undefined;
}

export interface Fairness {
  /** What differs besides what is studied, by variant, in plain words; only variants where something does. */
  readonly unfair: ReadonlyMap<string, readonly string[]>;
  /** Sentences: the above, differences that follow from what is studied, and what the records lack. */
  readonly notes: readonly string[];
}

/** Whether variants differ only in what is studied, judged by their records alone. */
export function checkFairness(variants: readonly VariantRuns[], options: FairnessOptions = {}): Fairness {
  const reference = variants.find(({ variant }) => variant === options.baseline) ?? variants[0];
  if (reference === undefined) return { unfair: new Map(), notes: [] };
  const rows = variants.map((row) => ({ variant: row.variant, ...compareRow(reference, row, options) }));
  const marked = rows.filter(({ unfair }) => unfair.length > 0);
  const sentences = marked.map((row) => unfairSentence(reference.variant, row));
  return {
    unfair: new Map(marked.map((row) => [row.variant, row.unfair])),
    notes: [...sentences, ...mapNotes(variants), ...parameterNote(reference, variants), ...unknownNotes(rows)],
  };
}

/** What differs between two variants besides what is studied, in plain words; empty where the comparison is fair. */
export function unfairDifferences(
  records: readonly RunRecord[],
  { baseline, treatment, ...options }: FairnessOptions & { readonly baseline: string; readonly treatment: string },
): string[] {
  const sides = [baseline, treatment];
  const variants = runsByVariant(records).filter(({ variant }) => sides.includes(variant));
  const { unfair } = checkFairness(variants, { ...options, baseline });
  return sides.flatMap((side) => unfair.get(side) ?? []);
}

interface RowFairness {
  readonly unfair: readonly string[];
  readonly studied: readonly string[];
  readonly unknown: readonly string[];
}

function compareRow(reference: VariantRuns, row: VariantRuns, options: FairnessOptions): RowFairness {
  const comparisons = row === reference ? [] : compareBySeed(reference, row, options.studied ?? []);
  const own = row.runs.slice(1).map((run) => compareSetups(row.runs[0]!, run, []));
  const ownDifferences = own.flatMap(({ differences, studied }) => [
    ...differences,
    ...studied.filter((path) => !isStartOfSeed(path, row)).map((path) => ({ kind: 'configuration', text: path })),
  ]);
  return {
    unfair: [
      ...phrases(comparisons.flatMap(({ differences }) => differences)),
      ...fittedOnScored(row),
      ...seedDifference(reference, row),
      ...parameterDifference(reference, row, options.equalParameters ?? false),
      ...phrases(ownDifferences).map((phrase) => `${phrase} between its own seeds`),
    ],
    studied: unique(comparisons.flatMap(({ studied }) => studied)),
    unknown: unique([...comparisons, ...own].flatMap(({ unknown }) => unknown)),
  };
}

/** Where every run starts from weights, each seed has its own, as it has its own initial values elsewhere. */
const isStartOfSeed = (path: string, { runs }: VariantRuns): boolean =>
  path === 'trainer.from' && runs.every(startsFromWeights);

const startsFromWeights = ({ config: { trainer } }: RunRecord): boolean =>
  !Array.isArray(trainer) && trainer?.options['from'] !== undefined;

/** Each run with the reference's of the same seed, where there is one. */
const compareBySeed = (reference: VariantRuns, row: VariantRuns, studied: readonly string[]): SetupComparison[] =>
  row.runs.map((run) =>
    compareSetups(reference.runs.find((other) => pairOf(other) === pairOf(run)) ?? reference.runs[0]!, run, studied),
  );

function seedDifference(reference: VariantRuns, row: VariantRuns): string[] {
  const [before, after] = [reference, row].map(({ runs }) => runs.map(pairOf).join(', '));
  return before === after ? [] : [`seeds, so data order and initial values (${before} → ${after})`];
}

function unfairSentence(reference: string, { variant, unfair, studied }: RowFairness & { readonly variant: string }) {
  if (variant === reference) return `${variant} is not one set-up: ${unfair.join(', ')}.`;
  const besides = studied.length === 0 ? '' : `besides ${studied.join(', ')} `;
  return `${variant} is not a fair comparison with ${reference}: ${besides}it differs in ${unfair.join(', ')}.`;
}

function unknownNotes(rows: readonly (RowFairness & { readonly variant: string })[]): string[] {
  const byFields = new Map<string, string[]>();
  for (const { variant, unknown } of rows) {
    if (unknown.length > 0) byFields.set(unknown.join(', '), [...(byFields.get(unknown.join(', ')) ?? []), variant]);
  }
  return [...byFields].map(
    ([fields, names]) =>
      `Unknown for ${names.join(', ')}: whether ${fields} are the same; the records do not contain it.`,
  );
}

const tolerance = 0.01;

const totalOf = ({ runs }: VariantRuns): number => runs[0]!.parameters.total;

/** Reported where a comparison claims equal numbers of parameters and they differ by more than 1 %. */
function parameterDifference(reference: VariantRuns, row: VariantRuns, claimed: boolean): string[] {
  const [before, after] = [totalOf(reference), totalOf(row)];
  if (!claimed || Math.abs(after - before) <= tolerance * before) return [];
  return [`trained parameters, claimed to be equal (${grouped(before)} → ${grouped(after)})`];
}

/** One sentence with the numbers of the rows that differ; shared parameters count once. */
function parameterNote(reference: VariantRuns, variants: readonly VariantRuns[]): string[] {
  const base = totalOf(reference);
  const others = variants.filter((row) => totalOf(row) !== base);
  if (others.length === 0 || base === 0) return [];
  const counts = others.map((row) => `${row.variant} ${grouped(totalOf(row))} (${percent(totalOf(row) / base - 1)})`);
  return [`Trained parameters differ: ${reference.variant} ${grouped(base)}, ${counts.join(', ')}.`];
}

const grouped = (count: number): string => count.toLocaleString('en-US');

const percent = (change: number): string =>
  `${change < 0 ? '−' : '+'}${Math.abs(change * 100).toFixed(Math.abs(change) < 0.1 ? 1 : 0)} %`;

const unique = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];
