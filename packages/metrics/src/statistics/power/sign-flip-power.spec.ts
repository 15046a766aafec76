import { random } from '@alignclip/core';
import { permutationTest } from '../paired-tests';
import { signFlipPairs, signFlipPower } from './sign-flip-power';
import { signFlipTail } from './sign-flip-tail';
import { studentPairs, studentPower } from './student-power';

const design = { level: 0.05, sides: 2 } as const;

function differences(n: number, effect: number, seed: number): number[] {
  const stream = random('sign-flip-spec', seed);
  return Array.from({ length: n }, () => effect + stream.normal());
}
const tail = (values: readonly number[]) =>
  signFlipTail(Float64Array.from(values), Math.abs(values.reduce((sum, value) => sum + value, 0)));

describe('signFlipTail', () => {
  it('is half of the permutation test’s p where all patterns are counted', () => {
    for (const seed of [0, 1, 2]) {
      const values = differences(9, 0.5, seed);
      expect(2 * tail(values)).toBeCloseTo(
        permutationTest(
          values,
          values.map(() => 0),
        ).pValue,
        12,
      );
    }
    expect(tail([1, 2, 3])).toBe(1 / 8);
    expect(tail([1, 2, -3])).toBe(0.625); // |sum| = 0: 5 of 8 patterns have at least 0
  });

  it('stays near the count where it is approximated', () => {
    for (const [n, effect] of [
      [11, 0.5],
      [13, 0.3],
      [14, 0.7],
      [16, 1],
    ] as const) {
      const values = differences(n, effect, n);
      const exact =
        permutationTest(
          values,
          values.map(() => 0),
        ).pValue / 2;
      expect(Math.abs(tail(values) / exact - 1)).toBeLessThan(0.03);
    }
    expect(tail(Array.from({ length: 20 }, () => 1))).toBe(2 ** -20);
    expect(tail(differences(30, 0, 1).map((value, i) => (i % 2 ? value : -value)))).toBeGreaterThan(0.05);
  });
});

describe('signFlipPower', () => {
  it('is 0 where so few pairs can’t reach the level, and the same at every call', () => {
    expect(signFlipPower(9, 5, design)).toBe(0);
    expect(signFlipPower(9, 6, design)).toBeGreaterThan(0.99);
    expect(signFlipPower(0.8, 11, design)).toBe(signFlipPower(0.8, 11, design));
  });

  it('lies near that of the t test for more than a few pairs, and holds its level', () => {
    for (const [effect, pairs] of [
      [0, 14],
      [0.6, 12],
      [0.5, 40],
    ] as const)
      expect(Math.abs(signFlipPower(effect, pairs, design) - studentPower(effect, pairs, design))).toBeLessThan(0.03);
  });
});

describe('signFlipPairs', () => {
  it('needs at least what the level asks for, else about as many as the t test', () => {
    expect(signFlipPairs(5, 0.8, design)).toBe(6);
    expect(signFlipPairs(5, 0.8, { level: 0.05 / 12, sides: 2 })).toBe(9);
    expect(signFlipPairs(0.05, 0.8, design)).toBeUndefined();
    const [own, student] = [signFlipPairs(0.7, 0.8, design)!, studentPairs(0.7, 0.8, design)!];
    expect(Math.abs(own - student)).toBeLessThanOrEqual(2);
  });
});
