import type { RunRecord } from '@alignclip/core';
import { configDifferences, type ConfigDifference, type Difference, shortValue } from './differences';
import { provenanceDifferences } from './differences';
import { comparePasses, tunedPaths, tuningDifferences } from './advantages';

export interface SetupComparison {
  /** Besides what is studied. */
  readonly differences: readonly Difference[];
  /** Paths that differ because they are studied. */
  readonly studied: readonly string[];
  /** What the records do not contain. */
  readonly unknown: readonly string[];
}

/**
 * How the set-up of `run` differs from that of `reference`. Studied are the declared paths, the factors of grids, what was
 * tuned with one budget, and what the method consists of. Where nothing of these differs and both have the same profile, a single kind of difference
 * (such as the batch size) is studied too. A temperature is part of the method only where nothing else of it differs.
 */
export function compareSetups(reference: RunRecord, run: RunRecord, declared: readonly string[]): SetupComparison {
  const every = configDifferences(reference.config, run.config);
  const all = every.filter(({ path }) => !isHarmless(path) && path !== foldPath);
  const named = [...declared, ...factorPaths(reference), ...factorPaths(run), ...tunedPaths(reference, run)];
  const passes = comparePasses(reference, run);
  const compared = passes.isMatched ? all.filter(({ path }) => path !== 'trainer.steps') : all;
  const method = compared.filter((difference) => isMethod(difference.path) || isNamed(difference, named));
  const meant = method.filter((difference) => !isPolicy(difference, method, named));
  const other = compared.filter((difference) => !meant.includes(difference));
  const isOneFactor = meant.length === 0 && reference.profile === run.profile && kinds(other).size === 1;
  const provenance = provenanceDifferences(reference, run);
  return {
    differences: [
      ...(isOneFactor ? [] : other.map(described)),
      ...(declared.includes('passes') ? [] : passes.differences),
      ...provenance.differences.filter(({ kind }) => kind !== 'data' || !decidesData(every)),
      ...tuningDifferences(reference, run),
    ],
    studied: (isOneFactor ? other : meant).map(({ path }) => path),
    unknown: [...provenance.unknown, ...(passes.isKnown ? [] : ['passes through the towers'])],
  };
}

const factorPaths = (run: RunRecord): string[] => Object.keys(run.factors ?? {});

/** A path below something absent names it too: there is no weight without its loss. */
const isNamed = ({ path, before, after }: ConfigDifference, named: readonly string[]): boolean =>
  named.some((name) => isBelow(path, name) || ((before === undefined || after === undefined) && isBelow(name, path)));

/** A temperature that differs beside the method moves the gap by itself; alone it is what is studied. */
const isPolicy = (
  difference: ConfigDifference,
  method: readonly ConfigDifference[],
  named: readonly string[],
): boolean =>
  slotOf(difference.path) === 'temperature' &&
  !isNamed(difference, named) &&
  method.some(({ path }) => slotOf(path) !== 'temperature');

const kinds = (differences: readonly ConfigDifference[]): Set<string> =>
  new Set(differences.map(({ path }) => kindOf(path)));

const described = ({ path, before, after }: ConfigDifference): Difference => ({
  kind: kindOf(path),
  text: `${path}: ${shortValue(before)} → ${shortValue(after)}`,
});

/** Another dataset, or other initial weights, have another fingerprint. */
const decidesData = (differences: readonly ConfigDifference[]): boolean =>
  differences.some(({ path }) => ['data', 'initial weights'].includes(kindOf(path)));

/** Slots that a method consists of: their components are what an ablation studies. */
const methodSlots: ReadonlySet<string> = new Set([
  'sharing',
  'losses',
  'temperature',
  'teacher',
  'viewAugmentation',
  'captionAugmentation',
  'maps',
  'embeddingHead',
]);

/** Runs on different folds are compared fold by fold, as seeds are. */
const foldPath = 'dataset.index';

/** What changes no result: logging, probes, and the same gradients in smaller pieces. */
const harmless: ReadonlySet<string> = new Set([
  'trainer.accumulate',
  'trainer.checkpointEvery',
  'trainer.logEvery',
  'probes',
]);

/** Plain words for the other paths; the longest path that fits counts. */
const words: Readonly<Record<string, string>> = {
  augmentation: 'augmentation',
  dataset: 'data',
  evaluationTransform: 'evaluation',
  evaluators: 'evaluation',
  head: 'heads',
  imageEncoder: 'towers',
  'imageEncoder.initialisation': 'initial values',
  optimizer: 'optimizer',
  schedule: 'learning rate',
  temperature: 'temperature policy',
  textEncoder: 'towers',
  'textEncoder.initialisation': 'initial values',
  tokenizer: 'tokenizer',
  trainer: 'trainer',
  'trainer.batchSize': 'batch size',
  'trainer.from': 'initial weights',
  'trainer.steps': 'steps',
};

/** Whether a path lies at or below another. */
const isBelow = (path: string, ancestor: string): boolean => path === ancestor || path.startsWith(`${ancestor}.`);

const isMethod = (path: string): boolean => methodSlots.has(slotOf(path));

export const isHarmless = (path: string): boolean => [...harmless].some((ancestor) => isBelow(path, ancestor));

/** What a path of the configuration is about, in words: `steps`, `learning rate`, `towers`. */
function kindOf(path: string): string {
  const fitting = Object.keys(words).filter((ancestor) => isBelow(path, ancestor));
  return words[fitting.sort((a, b) => b.length - a.length)[0] ?? ''] ?? slotOf(path);
}

const slotOf = (path: string): string => path.split('.')[0]!;
