import { type VariantRuns } from '../records/runs-by-variant';
import { compareSetups, type SetupComparison } from './compare-setups';
import { phrases } from './difference';
import { parameterDifference, parameterNote } from './parameter-counts';

export interface FairnessOptions {
  /** What the others are compared with; default the first variant. */
  readonly baseline?: string | undefined;
  /** Paths of the configuration that are studied beside the method and grid factors, e.g. `trainer.batchSize`. */
  readonly studied?: readonly string[] | undefined;
  /** The comparison claims equal numbers of trained parameters (to 1 %). */
  readonly equalParameters?: boolean | undefined;
}

export interface Fairness {
  /** What differs beside what is studied, by variant, in plain words; only variants where something does. */
  readonly unfair: ReadonlyMap<string, readonly string[]>;
  /** Sentences: the above, differences that follow from what is studied, and what records don't say. */
  readonly notes: readonly string[];
}

/** Whether variants differ only in what is studied, judged by their records alone. */
export function checkFairness(variants: readonly VariantRuns[], options: FairnessOptions = {}): Fairness {
  const reference = variants.find(({ variant }) => variant === options.baseline) ?? variants[0];
  if (reference === undefined) return { unfair: new Map(), notes: [] };
  const rows = variants.map((row) => ({ variant: row.variant, ...compareRow(reference, row, options) }));
  const unfair = new Map(rows.filter(({ unfair }) => unfair.length > 0).map((row) => [row.variant, row.unfair]));
  const sentences = rows
    .filter(({ unfair }) => unfair.length > 0)
    .map(({ variant, unfair, studied }) => unfairSentence(reference.variant, variant, unfair, studied));
  return { unfair, notes: [...sentences, ...parameterNote(reference, variants), ...unknownNotes(rows)] };
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
      ...seedDifference(reference, row),
      ...parameterDifference(reference, row, options.equalParameters ?? false),
      ...phrases(ownDifferences).map((phrase) => `${phrase} between its own seeds`),
    ],
    studied: unique(comparisons.flatMap(({ studied }) => studied)),
    unknown: unique([...comparisons, ...own].flatMap(({ unknown }) => unknown)),
  };
}

/** Where every run goes on from weights, each seed has its own, as it has its own initial values elsewhere. */
const isStartOfSeed = (path: string, { runs }: VariantRuns): boolean =>
  path === 'trainer.from' && runs.every(({ config: { trainer } }) => !Array.isArray(trainer) && trainer?.options['from'] !== undefined); // prettier-ignore

/** Each run beside the reference's of the same seed, where there is one. */
const compareBySeed = (reference: VariantRuns, row: VariantRuns, studied: readonly string[]): SetupComparison[] =>
  row.runs.map((run) =>
    compareSetups(reference.runs.find(({ seed }) => seed === run.seed) ?? reference.runs[0]!, run, studied),
  );

function seedDifference(reference: VariantRuns, row: VariantRuns): string[] {
  const [before, after] = [reference, row].map(({ runs }) => runs.map(({ seed }) => seed).join(', '));
  return before === after ? [] : [`seeds, so data order and initial values (${before} → ${after})`];
}

const unfairSentence = (reference: string, variant: string, unfair: readonly string[], studied: readonly string[]) =>
  variant === reference
    ? `${variant} is not one set-up: ${unfair.join(', ')}.`
    : `${variant} is no fair comparison with ${reference}: ${studied.length === 0 ? '' : `beside ${studied.join(', ')} `}it differs in ${unfair.join(', ')}.`;

function unknownNotes(rows: readonly (RowFairness & { variant: string })[]): string[] {
  const byFields = new Map<string, string[]>();
  for (const { variant, unknown } of rows) {
    if (unknown.length > 0) byFields.set(unknown.join(', '), [...(byFields.get(unknown.join(', ')) ?? []), variant]);
  }
  return [...byFields].map(
    ([fields, names]) => `Whether ${fields} are the same can't be told for ${names.join(', ')}: the records don't say.`,
  );
}

const unique = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];
