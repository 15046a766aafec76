import type { ScoreColumn } from '../measure';

const gapMeasures = {
  'alignment-score': { title: 'alignment score', better: 'higher' },
  'centroid-distance': { title: 'centroid distance', better: 'lower' },
  rmg: { title: 'RMG', better: 'lower' },
} as const;

export type GapMeasure = keyof typeof gapMeasures;
export const gapMeasureNames = Object.keys(gapMeasures) as [GapMeasure, ...GapMeasure[]];

/** `gap/<split>/<measure>` */
export const gapColumns = (split: string, measures: readonly GapMeasure[], group?: string): ScoreColumn[] =>
  measures.map((measure) => ({
    ...gapMeasures[measure],
    ...grouped(group),
    score: `gap/${split}/${measure}`,
    percent: false,
  }));

const directions = { 'image-to-text': 'image→text', 'text-to-image': 'text→image' } as const;

/** `retrieval/<split>/<direction>/R@<k>`, both directions. */
export const retrievalColumns = (split: string, ks: readonly number[], heading?: string): ScoreColumn[] =>
  Object.entries(directions).flatMap(([direction, arrow]) =>
    ks.map((k) => ({
      title: `R@${k}`,
      group: heading === undefined ? arrow : `${heading} ${arrow}`,
      score: `retrieval/${split}/${direction}/R@${k}`,
      better: 'higher' as const,
      percent: true,
    })),
  );

/** `zero-shot/<split>/<classSet>/top-<k>` */
export const zeroShotColumns = (split: string, classSet: string, ks: readonly number[], group: string): ScoreColumn[] =>
  ks.map((k) => ({
    title: `top-${k}`,
    group,
    score: `zero-shot/${split}/${classSet}/top-${k}`,
    better: 'higher',
    percent: true,
  }));

const grouped = (group: string | undefined) => (group === undefined ? {} : { group });
