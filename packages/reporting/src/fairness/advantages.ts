import type { RunRecord } from '@alignclip/core';
import type { Difference } from './differences';

/** Passes through a tower that a signal of a loss term costs for each pair, besides one image and one text. */
const passesOf: Readonly<Record<string, number>> = {
  draws: 0,
  features: 0,
  /** Of the starting model, one for each modality. */
  frozen: 2,
  imageRaw: 0,
  labels: 0,
  progress: 0,
  /** Of the teacher, which is frozen and whose rows are kept. */
  semanticSimilarity: 0,
  textRaw: 0,
  textViews: 1,
  /** The rows of `views`, which count there. */
  viewRows: 0,
  views: 2,
};

/** What terms need in records that are older than the field `signals`. */
const needsOf: Readonly<Record<string, readonly string[]>> = {
  'intra-modality-separation': ['semanticSimilarity'],
  simclr: ['views'],
};

/** The signals that the loss terms of a run need, in addition to the embeddings. */
export function signalsOf({ signals, config: { losses } }: RunRecord): readonly string[] {
  if (signals !== undefined) return signals;
  const types = losses === undefined ? [] : [losses].flat().map(({ type }) => type);
  return [...new Set(types.flatMap((type) => needsOf[type] ?? []))];
}

/** Passes through the towers for each pair; undefined where a signal is not known. */
function passesPerPair(run: RunRecord): number | undefined {
  const extra = signalsOf(run).map((signal) => (Object.hasOwn(passesOf, signal) ? passesOf[signal]! : NaN));
  const passes = extra.reduce((sum, count) => sum + count, 2);
  return Number.isNaN(passes) ? undefined : passes;
}

/** Pairs that a training saw: steps × batch size; undefined where the record lacks them. */
function pairsSeen({ config: { trainer } }: RunRecord): number | undefined {
  if (trainer === undefined || Array.isArray(trainer)) return undefined;
  const { steps, batchSize } = trainer.options;
  return typeof steps === 'number' && typeof batchSize === 'number' ? steps * batchSize : undefined;
}

export interface PassesComparison {
  /** False where a term needs a signal that isn't known here. */
  readonly isKnown: boolean;
  /** Both trainings have the same passes in all, to 1 %, though not for each pair. */
  readonly isMatched: boolean;
  /** More or fewer passes for each pair, where the training is not matched. */
  readonly differences: readonly Difference[];
}

const tolerance = 0.01;

/** Compares what two trainings cost. */
export function comparePasses(reference: RunRecord, run: RunRecord): PassesComparison {
  const [before, after] = [passesPerPair(reference), passesPerPair(run)];
  if (before === undefined || after === undefined) return { isKnown: false, isMatched: false, differences: [] };
  const [pairsBefore = 1, pairsAfter = 1] = [pairsSeen(reference), pairsSeen(run)];
  const ratio = (after * pairsAfter) / (before * pairsBefore);
  const isMatched = before !== after && Math.abs(ratio - 1) <= tolerance;
  if (before === after || isMatched) return { isKnown: true, isMatched, differences: [] };
  const kind = 'passes through the towers';
  return {
    isKnown: true,
    isMatched,
    differences: [{ kind, text: `for each pair: ${before} → ${after}${advice(run, ratio)}` }],
  };
}

/** "; equal compute would take 150 steps" */
function advice({ config: { trainer } }: RunRecord, ratio: number): string {
  const steps = trainer === undefined || Array.isArray(trainer) ? undefined : trainer.options['steps'];
  if (typeof steps !== 'number') return '';
  return `; equal compute would take ${Math.max(1, Math.round(steps / ratio)).toLocaleString('en-US')} steps`;
}

/** How the tuning budgets of two runs differ: in trials, in the protocol, or in that only one of the two says it. */
export function tuningDifferences({ tuning: a }: RunRecord, { tuning: b }: RunRecord): Difference[] {
  const fields = a === undefined || b === undefined ? (['trials'] as const) : (['trials', 'protocol'] as const);
  const text = (value: string | number | undefined): string => String(value ?? 'not said');
  return fields
    .filter((field) => a?.[field] !== b?.[field])
    .map((field) => ({
      kind: 'tuning budget',
      text: `tuning.${field}: ${text(a?.[field])} → ${text(b?.[field])}`,
    }));
}

/** Paths whose values trials chose for either run, where both had one budget: each at its best is what is compared. */
export function tunedPaths(a: RunRecord, b: RunRecord): string[] {
  if (a.tuning === undefined || tuningDifferences(a, b).length > 0) return [];
  return [a, b].flatMap(({ tuning }) => Object.keys(tuning?.chosen ?? {}));
}
