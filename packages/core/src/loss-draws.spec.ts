import { exampleKeys } from './draws';
import { drawsWithoutKeys, lossDraws } from './loss-draws';

const places = (order: readonly number[], epoch = 3) => order.map((index) => ({ epoch, index }));
const drawn = (order: readonly number[], seed = 1) => lossDraws(exampleKeys(seed, places(order)));
const rows = (values: Float32Array, columns: number) =>
  Array.from({ length: values.length / columns }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);

describe('lossDraws', () => {
  it('gives each example its own rows in any order of the batch, and the batch one number', () => {
    const [one, other] = [drawn([4, 9, 2]), drawn([2, 4, 9])];
    for (const kind of ['uniform', 'normal'] as const) {
      const [a, b] = [rows(one[kind]('L_a/z', 5), 5), rows(other[kind]('L_a/z', 5), 5)];
      expect([b[1], b[2], b[0]]).toEqual(a);
    }
    expect(other.beta('L_a', 0.5)).toBe(one.beta('L_a', 0.5));
  });

  it('differs by seed, epoch, example and name', () => {
    const base = drawn([1, 2]).beta('L_a', 2);
    const epoch = lossDraws(exampleKeys(1, places([1, 2], 4)));
    const others = [drawn([1, 2], 2), epoch, drawn([1, 3])].map((draws) => draws.beta('L_a', 2));
    expect(new Set([base, ...others, drawn([1, 2]).beta('L_b', 2)]).size).toBe(5);
    expect(drawn([1]).normal('a', 3)).not.toEqual(drawn([1]).normal('b', 3));
    expect(drawsWithoutKeys(2).uniform('a', 4)).toEqual(drawsWithoutKeys(2).uniform('a', 4));
  });

  it('has the moments of the standard normal', () => {
    const values = drawsWithoutKeys(200).normal('moments', 100);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(values.reduce((sum, value) => sum + value ** 2, 0) / values.length).toBeCloseTo(1, 1);
  });

  it.each([0.5, 1, 2])('has mean ½ and variance 1/(8a + 4) of Beta(a, a) at a = %d', (a) => {
    const values = Array.from({ length: 4000 }, (_, i) => drawsWithoutKeys(2).beta(`L_${i}`, a));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1 / (8 * a + 4))).toBeLessThan(0.006);
    expect(values.every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});
