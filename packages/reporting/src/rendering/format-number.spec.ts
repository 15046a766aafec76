import { formatCell, formatNumber } from './format-number';

const fraction = { percent: false, digits: 3 };
const percentage = { percent: true, digits: 1 };

describe('formatNumber', () => {
  it.each([
    [0.8234, '.823'],
    [-0.36, '−.360'],
    [1, '1.000'],
    [-0.0001, '.000'],
    [12.5, '12.500'],
    [NaN, '–'],
    [Infinity, '–'],
  ])('writes %p as %s', (value, text) => expect(formatNumber(value, fraction)).toBe(text));

  it('writes percentages with their leading zero', () => {
    expect(formatNumber(0.4123, percentage)).toBe('41.2');
    expect(formatNumber(-0.004, percentage)).toBe('−0.4');
  });
});

describe('formatCell', () => {
  it('adds the spread where there is one', () => {
    expect(formatCell({ mean: 0.823, sd: 0.0121, seeds: 3 }, fraction)).toBe('.823 ± .012');
    expect(formatCell({ mean: 0.823, seeds: 1 }, fraction)).toBe('.823');
    expect(formatCell(undefined, fraction)).toBe('–');
  });
});
