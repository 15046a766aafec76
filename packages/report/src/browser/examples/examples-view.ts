import type { ExampleSet, PageData, Query } from '../../page-data';
import { choice, distinct, element } from '../dom';
import { queryCard } from './query-card';

/** Queries shown at first; more on request. */
const page = 6;

/** The example queries of one search, split and seed. */
export function showExamples(place: HTMLElement | null, { examples, images }: PageData): void {
  if (place === null || examples.length === 0) return;
  const splits = distinct(examples.map(({ split }) => split));
  const searches = distinct(examples.map(({ finds }) => finds));
  const seeds = distinct(examples.map(({ seed }) => seed));
  const chosen = {
    split: splits[0]!,
    finds: searches[0]!,
    seed: seeds[0]!,
    filter: 'all' as Filter,
    shown: page,
  };
  const list = element('ol', { class: 'examples' });
  const count = element('p', { class: 'count', role: 'status' });
  const more = element('button', { type: 'button', class: 'more' }, 'Show more');
  const show = (change: Partial<typeof chosen>) => {
    Object.assign(chosen, { shown: page }, change);
    const set = examples.find(
      ({ split, finds, seed }) => split === chosen.split && finds === chosen.finds && seed === chosen.seed,
    );
    const queries = set === undefined ? [] : chooseQueries(set.queries, chosen.filter);
    const visible = queries.slice(0, chosen.shown);
    list.replaceChildren(...visible.map((query) => queryCard(query, set!.byImage, images)));
    count.textContent = countText(visible.length, queries.length, set);
    more.hidden = visible.length === queries.length;
  };
  more.addEventListener('click', () => show({ shown: chosen.shown + page }));
  const controls = [
    choice('Find', searches, (i) => show({ finds: searches[i]! })),
    choice('Split', splits, (i) => show({ split: splits[i]! })),
    choice('Seed', seeds, (i) => show({ seed: seeds[i]! })),
    choice(
      'Show',
      filters.map(({ title }) => title),
      (i) => show({ filter: filters[i]!.name }),
    ),
  ].filter(({ select }) => select.options.length > 1);
  place.append(element('div', { class: 'controls' }, ...controls.map(({ labelled }) => labelled)), count, list, more);
  show({});
}

const countText = (visible: number, fitting: number, set: ExampleSet | undefined): string =>
  `${visible} of ${fitting} queries${fitting === set?.queries.length ? '' : ` (${set?.queries.length ?? 0} in total)`}`;

export type Filter = 'all' | 'differ' | 'right' | 'wrong';

const filters: readonly { readonly name: Filter; readonly title: string }[] = [
  { name: 'all', title: 'all queries' },
  { name: 'differ', title: 'correct for some variants only' },
  { name: 'right', title: 'first result correct for some variant' },
  { name: 'wrong', title: 'first result wrong for all variants' },
];

/** A query is answered correctly if its first result is correct. */
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
