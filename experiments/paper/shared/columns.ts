import type { claim, scoreColumn, z } from 'alignclip';
import type { Measured, PaperSet } from './paper-data';

type Column = z.input<typeof scoreColumn>;
type Published = NonNullable<Column['published']>;
type Direction = 'image-to-text' | 'text-to-image';
type ClaimedScore = Parameters<typeof claim>[0]['scores'][number];

/** A difference in accuracy or recall that would matter: claims of a better one fail where more is excluded. */
export const onePoint = 0.01;

/** Accuracies and recalls are fractions, higher is better. */
export const share = (group: string, title: string, score: Column['score'], published?: Published): Column => ({
  group,
  title,
  score,
  better: 'higher',
  percent: true,
  ...(published && { published }),
});

/** Accuracies, next to the paper's if those are known. */
export const accuracyColumns = (
  scores: readonly Measured[],
  measure: Published['measure'],
  isBeside = true,
): Column[] =>
  scores.map(({ title, score, paper }) =>
    share(title, 'top-1', score, isBeside && paper ? { measure, data: paper } : undefined),
  );

/** The same scores for a claim that they are higher. */
export const claimed = (scores: readonly Measured[]): ClaimedScore[] =>
  scores.map(({ title, score }) => ({ name: `top-1 of ${title}`, score, better: 'higher', percent: true }));

export const recallKeys = (split: string): string[] =>
  ['image-to-text', 'text-to-image'].flatMap((direction) =>
    [1, 5, 10].map((k) => `retrieval/${split}/${direction}/R@${k}`),
  );

/** R@1 (next to the paper's), R@5 and R@10 in both directions, and their mean. */
export const recallColumns = (split: string, paper: PaperSet): Column[] => [
  ...recallKeys(split).map((score) => {
    const [title, direction] = score.split('/').reverse() as [string, Direction];
    const published = { measure: `${direction}/R@1`, data: paper } as const;
    return share(direction.replace('-to-', '→'), title, score, title === 'R@1' ? published : undefined);
  }),
  share('both', 'mean', recallKeys(split)),
];

/** A table or a claim of the available sets; nothing if there are none. */
export const ifAny = <Item, Made>(items: readonly Item[], make: (items: readonly Item[]) => Made): Made[] =>
  items.length === 0 ? [] : [make(items)];
