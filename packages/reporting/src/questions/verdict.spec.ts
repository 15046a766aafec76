import { comparePairs } from './compare-pairs';
import { verdictOf } from './verdict';

const verdict = (differences: readonly number[], better: 'lower' | 'higher' = 'lower') => {
  const pairs = { baseline: differences.map(() => 1), treatment: differences.map((value) => 1 + value), unpaired: [] };
  return verdictOf(comparePairs(pairs)!, better);
};

describe('verdictOf', () => {
  it('is yes where few seeds all agree, no where all point the other way, else undecided', () => {
    expect(verdict([-0.1, -0.2])).toBe('yes');
    expect(verdict([0.1, 0.2])).toBe('no');
    expect(verdict([-0.1, 0.2, -0.3])).toBe('undecided');
    expect(verdict([0, -0.2, -0.3])).toBe('undecided');
    expect(verdict([0.1, 0.2], 'higher')).toBe('yes');
  });

  it('takes nothing from one seed', () => expect(verdict([-0.5])).toBe('undecided'));

  it('asks from five seeds on for an interval that excludes 0', () => {
    expect(verdict([-0.1, -0.12, -0.11, -0.1, -0.13])).toBe('yes');
    expect(verdict([-0.001, -0.001, -0.001, -0.001, -0.9])).toBe('undecided'); // all agree, the interval holds 0
    expect(verdict([0.1, 0.12, 0.11, 0.1, 0.13])).toBe('no');
    expect(verdict([-0.01, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])).toBe('no'); // one seed dissents from a clear interval
    expect(verdict([0.01, -0.5, -0.5, -0.5, -0.5, -0.5, -0.5])).toBe('undecided'); // clear, but not in every seed
  });
});
