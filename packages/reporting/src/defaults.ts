import type { RunRecord, Spec } from '@alignclip/core';
import { centroidShift } from './centroid-shift';
import { classBars } from './class-bars';
import { clusterBars } from './cluster-bars';
import { cosineDistribution } from './cosine-distribution';
import { frontier } from './frontier';
import { fewestCells, nullCells } from './frontier/null-cells';
import { gapAgainstScore } from './gap-against-score';
import { lossLandscape } from './loss-landscape';
import { mixedSearch } from './mixed-search';
import { alignmentTable, retrievalTable, zeroShotTable } from './preset-tables';
import { runsByVariant, scoreKeysOf } from './records';
import { gapMeasureNames } from './score-columns';
import { scoreTable } from './score-table';
import { sphereMap } from './sphere-map';
import { trainingCurves } from './training-curves';

/** Tables for records without their experiment file: one for each family of scores that they contain. */
export function defaultTables(records: readonly RunRecord[]): Spec<'tables'>[] {
  const keys = allKeys(records).map((key) => key.split('/'));
  const segments = (evaluator: string, at: number) => [
    ...new Set(keys.filter(([first]) => first === evaluator).flatMap((key) => key[at] ?? [])),
  ];
  const [gap, retrieval, zeroShot] = ['gap', 'retrieval', 'zero-shot'].map((evaluator) => segments(evaluator, 1));
  const measured = gapMeasureNames.filter((name) => segments('gap', 2).includes(name));
  const measures = measured.length > 0 ? measured : undefined;
  const others = plainEvaluators.flatMap((evaluator) => {
    const own = keys.filter(
      ([first, ...rest]) => first === evaluator && rest.at(-1) !== 'pearson' && !/^r-/.test(rest.at(-2) ?? ''),
    );
    return own.length === 0 ? [] : [plainTable(evaluator, own)];
  });
  return [
    ...(gap!.length === 0 ? [] : [alignmentTable({ splits: gap, measures })]),
    ...(retrieval!.length === 0 ? [] : [retrievalTable({ splits: retrieval })]),
    ...(zeroShot!.length === 0 ? [] : [zeroShotTable({ splits: zeroShot, classSets: segments('zero-shot', 2) })]),
    ...others,
  ];
}

const plainEvaluators = [
  'linear-probe',
  'distribution-shift',
  'clustering',
  'mixed-retrieval',
  'intra-modal-retrieval',
  'knn-probe',
  'interchangeability',
  'robustness',
  'sts',
  'teacher-agreement',
];

/** Scores that fall as a model gets better. */
const lower = ['drop', 'dip', 'modality-nmi'];
/** Scores whose best value is in the middle. */
const neither = ['ranking-bias', 'own-modality'];

const betterOf = (name: string) => (lower.includes(name) ? 'lower' : neither.includes(name) ? 'neither' : 'higher');

const allKeys = (records: readonly RunRecord[]): string[] => [...new Set(records.flatMap(scoreKeysOf))];

/** A column for each score, headed by the last segment of its key. */
const plainTable = (evaluator: string, keys: readonly (readonly string[])[]): Spec<'tables'> =>
  scoreTable({
    title: evaluator,
    columns: keys.map((key) => {
      const title = key.at(-1)!;
      const group = key.slice(1, -1).join(' ') || evaluator;
      const percent = /^(top-|mean-per-class|drop|R@|NDCG@|mAP|R-precision)/.test(title);
      return { title, group, score: key.join('/'), percent, better: betterOf(title) };
    }),
  });

/** Figures for records without their experiment file; those for which the records contain nothing stay empty. */
export function defaultFigures(records: readonly RunRecord[]): Spec<'figures'>[] {
  const keys = allKeys(records);
  const splits = [...new Set(keys.filter((key) => key.startsWith('gap/')).map((key) => key.split('/')[1]!))];
  const recalls = keys.filter((key) => /^retrieval\/[^/]+\/image-to-text\/R@10$/.test(key));
  return [
    ...(splits.length > 0 ? [cosineDistribution({ splits })] : []),
    trainingCurves(),
    ...recalls.map((score) => {
      const split = score.split('/')[1]!;
      return gapAgainstScore({
        x: { name: `centroid distance on ${split}`, score: `gap/${split}/centroid-distance` },
        y: { name: `R@10 image to text on ${split}`, score, percent: true },
      });
    }),
    ...recalls.flatMap((score) => frontierOn(records, score)),
    centroidShift(),
    lossLandscape(),
    classBars(),
    ...places(keys, /^clustering\/([^/]+)\/([^/]+)\/v-measure$/).map(([split, classSet]) =>
      clusterBars({ split: split!, classSet: classSet! }),
    ),
    ...places(keys, /^mixed-retrieval\/([^/]+)(?:\/([^/]+))?\/r-[^/]+\/NDCG@(\d+)$/).map(([split, classSet, k]) =>
      mixedSearch({ split: split!, k: Number(k), ...(classSet !== undefined && { classSet }) }),
    ),
    sphereMap(),
  ];
}

/** Where some variant has copies at enough fixed temperatures: their curve, and every other variant beside it. */
function frontierOn(records: readonly RunRecord[], score: string): Spec<'figures'>[] {
  const split = score.split('/')[1]!;
  const measures = {
    gap: {
      name: `centroid distance on ${split}`,
      score: `gap/${split}/centroid-distance`,
      percent: false,
      better: 'lower' as const,
    },
    task: { name: `R@10 image to text on ${split}`, score, percent: true, better: 'higher' as const },
  };
  const variants = runsByVariant(records);
  const baseline = variants.find(({ variant }) => {
    const { cells, problems } = nullCells(variants, { ...measures, baseline: variant });
    return cells.length >= fewestCells && problems.length === 0;
  });
  return baseline === undefined ? [] : [frontier({ ...measures, baseline: baseline.variant })];
}

/** The different groups that a pattern finds in the keys. */
function places(keys: readonly string[], pattern: RegExp): (string | undefined)[][] {
  const found = keys.flatMap((key) => {
    const match = pattern.exec(key);
    return match ? [match.slice(1)] : [];
  });
  return [...new Map(found.map((groups) => [groups.join('/'), groups])).values()];
}
