import type { Query } from '../../page-data';
import { chooseQueries, type Filter } from './examples-view';

/** A query that variants answer right at first or not. */
const query = (id: string, ...right: readonly boolean[]): Query => ({
  item: { id, caption: '', image: 0 },
  answers: right.map((isRight, i) => ({
    variant: String(i),
    colour: '',
    rank: 1,
    found: [{ id, caption: '', image: 0, score: 0, right: isRight, shown: 'text' }],
  })),
});
const queries = [query('all', true, true), query('some', true, false), query('none', false, false)];

describe('chooseQueries', () => {
  it.each([
    ['all', ['all', 'some', 'none']],
    ['differ', ['some']],
    ['right', ['all', 'some']],
    ['wrong', ['none']],
  ] as [Filter, string[]][])('%s', (filter, ids) => {
    expect(chooseQueries(queries, filter).map(({ item }) => item.id)).toEqual(ids);
  });

  it('counts a query that found nothing as wrong', () => {
    const empty = { ...query('empty'), answers: [{ variant: '0', colour: '', rank: 1, found: [] }] };
    expect(chooseQueries([empty], 'wrong')).toEqual([empty]);
  });
});
