import { cosineDetails } from './testing/figure-records';
import { madeRecord } from './testing/made-records';
import { measuredPairs } from './comparison/measured-pairs';
import { cosinesOf, quantileOf, scoreCell, scoresOf } from './records';

describe('measuredPairs', () => {
  const variants = { baseline: 'A', treatment: 'B' };

  it('pairs by seed, whatever the order of the records', () => {
    const records = [
      madeRecord('B', 2, { d: 12 }),
      madeRecord('A', 1, { d: 1 }),
      madeRecord('B', 1, { d: 11 }),
      madeRecord('C', 1, { d: 99 }),
      madeRecord('A', 2, { d: 2 }),
    ];
    const pairs = { baseline: [1, 2], treatment: [11, 12], unpaired: [] };
    expect(measuredPairs(records, variants, 'd')).toEqual(pairs);
    expect(measuredPairs([...records].reverse(), variants, 'd')).toEqual(pairs);
  });

  it('leaves out seeds that one side has not, or has without the score', () => {
    const records = [
      madeRecord('A', 0, { d: 1 }),
      madeRecord('A', 1, { d: 2 }),
      madeRecord('A', 3, { d: 4 }),
      madeRecord('B', 0, { d: 3 }),
      madeRecord('B', 1, { other: 4 }),
      madeRecord('B', 2, { d: NaN }),
    ];
    expect(measuredPairs(records, variants, 'd')).toEqual({ baseline: [1], treatment: [3], unpaired: [1, 3] });
  });
});

describe('scoresOf', () => {
  it('counts a fold of the data once', () => {
    const onFold = (seed: number, index: number, d: number) =>
      madeRecord(
        'A',
        seed,
        { d },
        { config: { dataset: { slot: 'dataset', type: 'fold', options: { of: 3, index } } } },
      );
    const runs = [onFold(0, 0, 1), onFold(0, 1, 2), onFold(1, 0, 3), onFold(1, 1, 4), onFold(1, 2, NaN)];
    expect(scoresOf(runs, 'd')).toEqual([2, 3]);
    expect(scoreCell(runs, 'd')).toMatchObject({ mean: 2.5, seeds: 2 });
  });
});

describe('cosinesOf', () => {
  it('finds the histogram of a split', () => {
    const record = madeRecord('A', 0, {}, { details: cosineDetails('test', [0.5, -1]) });
    expect(cosinesOf(record, 'test')!.cumulative.at(-1)).toBe(1);
    expect(cosinesOf(record, 'val')).toBeUndefined();
  });

  it.each([
    ['no details', {}],
    ['null', { gap: null }],
    ['a list', { gap: [{ test: 1 }] }],
    ['too few edges', { gap: { test: { cosines: { edges: [0, 1], cumulative: [0.5, 1] } } } }],
    ['text', { gap: { test: { cosines: { edges: ['0', '1'], cumulative: [1] } } } }],
  ])('finds none in %s', (_what, details) =>
    expect(cosinesOf(madeRecord('A', 0, {}, { details }), 'test')).toBeUndefined(),
  );
});

describe('quantileOf', () => {
  const cosines = { edges: [0, 0.5, 1], cumulative: [0.5, 1] };
  it.each([
    [0.25, 0.25],
    [0.5, 0.5],
    [0.75, 0.75],
  ])('is linear within a bin: %p', (share, value) => expect(quantileOf(cosines, share)).toBeCloseTo(value, 12));

  it('passes over empty bins', () => {
    expect(quantileOf({ edges: [0, 1, 2, 3], cumulative: [0, 0, 1] }, 0.5)).toBeCloseTo(2.5, 12);
  });
});
