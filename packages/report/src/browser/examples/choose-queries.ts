import type { Query } from '../../page-data';

export type Filter = 'all' | 'differ' | 'right' | 'wrong';

export const filters: readonly { readonly name: Filter; readonly title: string }[] = [
  { name: 'all', title: 'all queries' },
  { name: 'differ', title: 'right for some variants only' },
  { name: 'right', title: 'right at first for some variant' },
  { name: 'wrong', title: 'wrong at first for all variants' },
];

/** A query is answered right where the first item found is right. */
const isRight = ({ found }: Query['answers'][number]): boolean => found[0]?.right === true;

export const chooseQueries = (queries: readonly Query[], filter: Filter): Query[] =>
  queries.filter(({ answers }) => {
    const right = answers.filter(isRight).length;
    switch (filter) {
      case 'all':
        return true;
      case 'differ':
        return right > 0 && right < answers.length;
      case 'right':
        return right > 0;
      case 'wrong':
        return right === 0;
    }
  });
