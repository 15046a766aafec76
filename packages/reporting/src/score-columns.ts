import type { ScoreColumn } from './options';

const gapMeasures = {
  'alignment-score': { title: 'alignment score', better: 'higher' },
  'centroid-distance': { title: 'centroid distance', better: 'lower' },
  rmg: { title: 'RMG', better: 'lower' },
} as const;

export type GapMeasure = keyof typeof gapMeasures;
export const gapMeasureNames = Object.keys(gapMeasures) as [GapMeasure, ...GapMeasure[]];

interface GapColumnsOptions {
  /** Default: all. */
  readonly measures?: readonly GapMeasure[] | undefined;
  /** A heading over the columns; default none. */
  readonly group?: string | undefined;
}

/** Columns of a `scoreTable`: the gap on one split, `gap/<split>/<measure>`. */
export const gapColumns = (
  split: string,
  { measures = gapMeasureNames, group }: GapColumnsOptions = {},
): ScoreColumn[] =>
  measures.map((measure) => ({
    ...gapMeasures[measure],
    ...(group === undefined ? {} : { group }),
    score: `gap/${split}/${measure}`,
    percent: false,
  }));

const directions = { 'image-to-text': 'image→text', 'text-to-image': 'text→image' } as const;

interface RetrievalColumnsOptions {
  /** The k of R@k; the evaluator must have measured them. */
  readonly k?: readonly number[] | undefined;
  /** Precedes the direction in the heading over the columns; default nothing does. */
  readonly group?: string | undefined;
}

/** Columns of a `scoreTable`: recall in both directions on one split, `retrieval/<split>/<direction>/R@<k>`. */
export const retrievalColumns = (
  split: string,
  { k = [1, 5, 10], group }: RetrievalColumnsOptions = {},
): ScoreColumn[] =>
  Object.entries(directions).flatMap(([direction, arrow]) =>
    k.map((rank) => ({
      title: `R@${rank}`,
      group: group === undefined ? arrow : `${group} ${arrow}`,
      score: `retrieval/${split}/${direction}/R@${rank}`,
      better: 'higher' as const,
      percent: true,
    })),
  );

interface ZeroShotColumnsOptions {
  /** Names of class sets of the dataset. */
  readonly classSets?: readonly string[] | undefined;
  readonly k?: readonly number[] | undefined;
  /** The heading over the columns of a class set; default its name. */
  readonly group?: ((classSet: string) => string) | undefined;
}

/** Columns of a `scoreTable`: zero-shot accuracy on one split, `zero-shot/<split>/<classSet>/top-<k>`. */
export const zeroShotColumns = (
  split: string,
  { classSets = ['coarse', 'subgroup'], k = [1, 5], group = (classSet) => classSet }: ZeroShotColumnsOptions = {},
): ScoreColumn[] =>
  classSets.flatMap((classSet) =>
    k.map((rank) => ({
      title: `top-${rank}`,
      group: group(classSet),
      score: `zero-shot/${split}/${classSet}/top-${rank}`,
      better: 'higher' as const,
      percent: true,
    })),
  );
