import { comparePaired } from './paired-comparison';

describe('comparePaired', () => {
  it('counts the directions and gives every figure', () => {
    const compared = comparePaired([1, 5, 3, 3], [2, 2, 2, 3]);
    expect(compared).toMatchObject({ pairs: 4, difference: 0.75, lower: 1, higher: 2 });
    expect(compared.bootstrap![0]).toBeGreaterThanOrEqual(-1);
    expect(compared.bootstrap![1]).toBeLessThanOrEqual(3);
  });

  it('has no spread for one pair or for equal differences', () => {
    const one = { pairs: 1, difference: 1, lower: 0, higher: 1, permutation: 1, wilcoxon: 1 };
    expect(comparePaired([2], [1])).toEqual(one);
    expect(comparePaired([2, 3], [1, 2])).toEqual({ ...one, pairs: 2, higher: 2, permutation: 0.5, wilcoxon: 0.5 });
  });

  it('refuses unequal counts', () => expect(() => comparePaired([1], [1, 2])).toThrow('equal counts'));
});
