import { cosineDetails } from '../testing/cosine-details';
import { madeRecord } from '../testing/made-records';
import { cosinesOf, quantileOf } from './cosines-of';

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
