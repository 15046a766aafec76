import type { scoreColumn } from 'alignclip';
import type { z } from 'alignclip';

type Column = z.input<typeof scoreColumn>;
type Direction = 'image-to-text' | 'text-to-image';
type Published = NonNullable<Column['published']>;

/** Accuracies and recalls are fractions, higher is better. */
export const share = (group: string, title: string, score: Column['score'], published?: Published): Column => ({
  group,
  title,
  score,
  better: 'higher',
  percent: true,
  ...(published && { published }),
});

export const recallKeys = (split: string): string[] =>
  ['image-to-text', 'text-to-image'].flatMap((direction) =>
    [1, 5, 10].map((k) => `retrieval/${split}/${direction}/R@${k}`),
  );

/** R@1 (beside the paper's), R@5, R@10 both ways, and their mean. */
export const recallColumns = (split: string, paper: Published['data']): Column[] => [
  ...recallKeys(split).map((score) => {
    const [, , direction, title] = score.split('/') as [string, string, Direction, string];
    const published = { measure: `${direction}/R@1`, data: paper } as const;
    return share(direction.replace('-to-', '→'), title, score, title === 'R@1' ? published : undefined);
  }),
  share('both', 'mean', recallKeys(split)),
];
