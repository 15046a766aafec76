import { foldOf, pairOf, type Json, type RunRecord, type TableCell } from '@alignclip/core';
import { describeSample } from '@alignclip/metrics';
import { z } from 'zod';

export interface VariantRuns {
  readonly variant: string;
  /** One per seed, and fold of the data where they have folds, in the order of their seeds. */
  readonly runs: readonly RunRecord[];
}

/** What counts once among the runs of a variant: a seed, or a fold with all its seeds, which say nothing of other data. */
export function unitOf(run: RunRecord): string {
  const fold = foldOf(run);
  return fold === undefined ? pairOf(run) : `fold ${fold}`;
}

/** The value of each run, or the mean of those on the same fold, in the order of the first of them. */
export function overFolds(runs: readonly RunRecord[], valueOf: (run: RunRecord) => number): number[] {
  const units = new Map<number | string, number[]>();
  for (const [i, run] of runs.entries()) {
    const unit = foldOf(run) ?? `run ${i}`;
    units.set(unit, [...(units.get(unit) ?? []), valueOf(run)]);
  }
  return [...units.values()].map((own) => own.reduce((sum, value) => sum + value, 0) / own.length);
}

/** Variants in the order of their first record. Of two runs with one variant, seed and fold the later one counts. */
export function runsByVariant(records: readonly RunRecord[]): VariantRuns[] {
  const variants = new Map<string, Map<string, RunRecord>>();
  for (const record of records) {
    const pairs = variants.get(record.variant) ?? new Map<string, RunRecord>();
    const rival = pairs.get(pairOf(record));
    if (rival === undefined || isLater(record, rival)) pairs.set(pairOf(record), record);
    variants.set(record.variant, pairs);
  }
  return [...variants].map(([variant, pairs]) => ({
    variant,
    runs: [...pairs.values()].sort((a, b) => a.seed - b.seed || (foldOf(a) ?? 0) - (foldOf(b) ?? 0)),
  }));
}

function isLater(a: RunRecord, b: RunRecord): boolean {
  return a.startedAt === b.startedAt ? a.key > b.key : a.startedAt > b.startedAt;
}

/** The key of a score, or several keys, of which the mean is taken. */
export type ScoreKeys = string | readonly string[];

export const scoreKeys = (score: ScoreKeys): readonly string[] => (typeof score === 'string' ? [score] : score);

/** Keys of a score, or how it is computed from a record. */
export type ScoreSource = ScoreKeys | ((run: RunRecord) => number | undefined);

/** Undefined where a key is missing or its value is not finite. */
export function scoreOf(run: RunRecord, score: ScoreSource): number | undefined {
  if (typeof score === 'function') return score(run);
  const values = scoreKeys(score).map((key) => run.scores[key]);
  if (!values.every((value): value is number => typeof value === 'number' && Number.isFinite(value))) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The keys of all scores of a run, those that are undefined too. */
export const scoreKeysOf = ({ scores, undefinedScores = {} }: RunRecord): string[] => [
  ...Object.keys(scores),
  ...Object.keys(undefinedScores),
];

/** Why the score is undefined in a run; undefined where it has a value or was not measured. */
export const reasonOf = ({ undefinedScores = {} }: RunRecord, score: ScoreKeys): string | undefined =>
  scoreKeys(score).flatMap((key) => (Object.hasOwn(undefinedScores, key) ? [undefinedScores[key]!] : []))[0];

/** The scores of the runs that have it, one for each run, or for each fold of the data. */
export const scoresOf = (runs: readonly RunRecord[], score: ScoreKeys): number[] =>
  overFolds(
    runs.filter((run) => scoreOf(run, score) !== undefined),
    (run) => scoreOf(run, score)!,
  );

/** Mean, sample standard deviation (n − 1) and t interval of one value per seed; undefined where there is none. */
export function cellOf(values: readonly number[]): TableCell | undefined {
  if (values.length === 0) return undefined;
  const { count, ...figures } = describeSample(values);
  return { ...figures, seeds: count };
}

/** The cell of a score: of the runs that have it, else NaN where it is undefined, else nothing. */
export function scoreCell(runs: readonly RunRecord[], score: ScoreKeys): TableCell | undefined {
  const seeds = runs.filter((run) => reasonOf(run, score) !== undefined).length;
  return cellOf(scoresOf(runs, score)) ?? (seeds === 0 ? undefined : { mean: NaN, seeds });
}

/** The value at a path of the details, where it fits the schema; records may be old or hand-made. */
export function detailsOf<Schema extends z.ZodType>(
  record: RunRecord,
  path: readonly string[],
  schema: Schema,
): z.output<Schema> | undefined {
  const found = path.reduce<Json | undefined>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    record.details,
  );
  const parsed = schema.safeParse(found);
  return parsed.success ? parsed.data : undefined;
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const histogram = z.object({
  edges: z.array(z.number()).min(2),
  /** Share of the pairs below edges[k + 1]. */
  cumulative: z.array(z.number()).min(1),
});
export type Cosines = z.output<typeof histogram>;

/** The histogram of pair cosines that the evaluator `gap` wrote; undefined where it is missing or not a histogram. */
export function cosinesOf(record: RunRecord, split: string): Cosines | undefined {
  const found = detailsOf(record, ['gap', split, 'cosines'], histogram);
  return found && found.edges.length === found.cumulative.length + 1 ? found : undefined;
}

/** The cosine below which that share of the pairs lies, linear within a bin. */
export function quantileOf({ edges, cumulative }: Cosines, share: number): number {
  const reached = cumulative.findIndex((below) => below >= share);
  const bin = Math.max(0, reached);
  const [before, after] = [bin === 0 ? 0 : cumulative[bin - 1]!, cumulative[bin]!];
  const [low, high] = [edges[bin]!, edges[bin + 1]!];
  return after > before ? low + ((high - low) * (share - before)) / (after - before) : high;
}
