import type { ClaimVerdict } from '@alignclip/core';
import { halvesOf, halvesText } from './halves';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const bySign = (values: readonly number[]): ClaimVerdict => (mean(values) > 0 ? 'holds' : 'fails');

describe('halvesOf', () => {
  it('judges every half of up to ten pairs', () => {
    const seen: string[] = [];
    const judge = (values: readonly number[]) => {
      seen.push(values.join(' '));
      return bySign(values);
    };
    expect(halvesOf([1, 2, 3, -9], 'holds', judge)).toEqual({ same: 3, opposite: 3, all: 6 });
    expect(seen).toEqual(['1 2', '1 3', '1 -9', '2 3', '2 -9', '3 -9']);
    expect(halvesOf([1, 2, 3], 'holds', judge)!.all).toBe(3);
    expect(halvesOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'holds', judge)).toEqual({ same: 252, opposite: 0, all: 252 });
  });

  it('draws halves of more, different pairs each, the same at every call', () => {
    const values = Array.from({ length: 15 }, (_, i) => i - 6);
    const sizes = new Set<number>();
    const judge = (half: readonly number[]) => {
      sizes.add(half.length);
      expect(new Set(half).size).toBe(half.length);
      expect([...half].sort((a, b) => a - b)).toEqual(half);
      return bySign(half);
    };
    const found = halvesOf(values, 'holds', judge)!;
    expect(found).toEqual(halvesOf(values, 'holds', judge));
    expect([...sizes]).toEqual([8]);
    expect(found.all).toBe(252);
    expect(found.same).toBeGreaterThan(found.opposite);
    expect(found.opposite).toBeGreaterThan(0);
    expect(halvesOf([...values, ...values], 'holds', bySign)!.all).toBe(50);
  });

  it('says nothing of what is open, and of two pairs', () => {
    expect(halvesOf([1, 2, 3, 4], 'undecided', bySign)).toBeUndefined();
    expect(halvesOf([1, 2], 'holds', bySign)).toBeUndefined();
  });
});

describe('halvesText', () => {
  it('is a clause', () => {
    expect(halvesText({ same: 6, opposite: 0, all: 6 })).toBe(
      'the verdict is the same in all 6 halves of the seeds, the opposite in none',
    );
    expect(halvesText({ same: 0, opposite: 1, all: 6 })).toBe(
      'the verdict is the same in none of 6 halves of the seeds, the opposite in 1',
    );
  });
});
