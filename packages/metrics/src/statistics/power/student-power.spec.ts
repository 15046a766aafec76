import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { upperSpread } from './spread-law';
import { smallestEffect, studentPairs, studentPower } from './student-power';

/** As printed by tools/reference/power.py with statsmodels: power of the paired t test, and the pairs that it takes. */
type Row = [effect: number, pairsOrPower: number, level: number, sides: 1 | 2, expected: number];
interface Reference {
  readonly powers: readonly Row[];
  readonly needs: readonly Row[];
  readonly upper: readonly [number, number][];
}
const file = join(__dirname, '../fixtures/power.json');
const { powers, needs, upper } = JSON.parse(readFileSync(file, 'utf8')) as Reference;

describe('studentPower', () => {
  it('agrees with statsmodels', () => {
    for (const [effect, pairs, level, sides, power] of powers)
      expect(Math.abs(studentPower(effect, pairs, { level, sides }) - power)).toBeLessThan(1e-8);
  });

  it('is the level where nothing differs, and the same either way where it is two-sided', () => {
    for (const pairs of [2, 3, 7, 50, 900]) {
      expect(studentPower(0, pairs, { level: 0.05, sides: 2 })).toBeCloseTo(0.05, 10);
      expect(studentPower(0, pairs, { level: 0.001, sides: 1 })).toBeCloseTo(0.001, 10);
    }
    const design = { level: 0.05, sides: 2 } as const;
    expect(studentPower(-1, 8, design)).toBeCloseTo(studentPower(1, 8, design), 12);
  });

  it('refuses what has no power', () => {
    const design = { level: 0.05, sides: 2 } as const;
    expect(() => studentPower(1, 1, design)).toThrow('power: pairs = 1: must be a whole number from 2');
    expect(() => studentPower(NaN, 5, design)).toThrow('power: effect = NaN: must be finite');
  });
});

describe('studentPairs', () => {
  it('agrees with statsmodels', () => {
    for (const [effect, power, level, sides, pairs] of needs)
      expect([effect, studentPairs(effect, power, { level, sides })]).toEqual([effect, pairs]);
  });

  it('gives up beyond 1,000 pairs', () => {
    expect(studentPairs(0.01, 0.8, { level: 0.05, sides: 2 })).toBeUndefined();
    expect(studentPairs(0, 0.8, { level: 0.05, sides: 2 })).toBeUndefined();
  });
});

describe('smallestEffect', () => {
  it('is the effect that reaches the power', () => {
    const design = { level: 0.05 / 7, sides: 2 } as const;
    const effect = smallestEffect(0.95, (one) => studentPower(one, 4, design));
    expect(studentPower(effect, 4, design)).toBeCloseTo(0.95, 5);
  });
});

describe('upperSpread', () => {
  it('agrees with the quantile of χ²', () => {
    for (const [values, limit] of upper) expect(upperSpread(3, values) / 3 / limit).toBeCloseTo(1, 3);
  });
});
