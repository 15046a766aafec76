import type { ScoreColumn } from 'alignclip';

/** The measures of all experiments: the gap and the downstream scores. */
export const centroidDistance = {
  score: 'gap/test/centroid-distance',
  name: 'centroid distance',
  better: 'lower',
} as const;

export const relativeGap = { score: 'gap/test/rmg', name: 'RMG', better: 'lower' } as const;

export const recall = {
  score: 'retrieval/test/image-to-text/R@10',
  name: 'R@10 image to text',
  better: 'higher',
  percent: true,
} as const;

export const zeroShotAccuracy = {
  score: 'zero-shot/test/coarse/top-1',
  name: 'zero-shot top-1',
  better: 'higher',
  percent: true,
} as const;

/** The measure as a column of a table. */
export const columnOf = ({ name: title, ...measure }: typeof centroidDistance | typeof relativeGap): ScoreColumn => ({
  title,
  percent: false,
  ...measure,
});

/** Recall at 1, 5 and 10 in one direction, as columns of a table. */
export const recalls = (direction: 'image-to-text' | 'text-to-image') =>
  [1, 5, 10].map((k) => ({
    title: `R@${k}`,
    group: direction === 'image-to-text' ? 'image→text' : 'text→image',
    score: `retrieval/test/${direction}/R@${k}`,
    better: 'higher' as const,
    percent: true,
  }));
