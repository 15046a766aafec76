import { exampleKeys, uniformRows } from './draws';

const places = (count: number, epoch = 0) => Array.from({ length: count }, (_, index) => ({ epoch, index }));
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

/** Σ (observed − expected)² / expected over equal bins; near the number of bins where the numbers are uniform. */
function chiSquared(values: Float32Array, bins: number): number {
  const counts = new Float64Array(bins);
  for (const value of values) counts[Math.floor(value * bins)]! += 1;
  const expected = values.length / bins;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Of numbers that are uniform in [0, 1). */
const correlation = (a: Float32Array, b: Float32Array) => 12 * mean(a.map((value, i) => (value - 0.5) * (b[i]! - 0.5)));

describe('exampleKeys', () => {
  it('follow from seed, epoch and index, and from no other example', () => {
    const keys = exampleKeys(3, [
      { epoch: 0, index: 7 },
      { epoch: 2, index: 1 },
      { epoch: 2, index: 2 ** 32 + 1 },
    ]);
    expect(exampleKeys(3, [{ epoch: 2, index: 1 }])).toEqual(keys.slice(2, 4));
    expect(exampleKeys(4, [{ epoch: 2, index: 1 }])).not.toEqual(keys.slice(2, 4));
    expect(keys.slice(4)).not.toEqual(keys.slice(2, 4));
  });

  it('are all different', () => {
    const many = [0, 1, 2].flatMap((epoch) => Array.from(pairsOf(exampleKeys(1, places(20_000, epoch)))));
    expect(new Set(many).size).toBe(60_000);
  });
});

const pairsOf = (keys: Uint32Array) =>
  Array.from({ length: keys.length / 2 }, (_, i) => `${keys[2 * i]}/${keys[2 * i + 1]}`);

describe('uniformRows', () => {
  // from the same formulas in Python, with whole numbers of any length
  it('has the numbers of another implementation', () => {
    const words = [16075142, 5809671, 13149088, 13999500, 13142600, 1300150];
    const drawn = uniformRows(exampleKeys(0, places(2)), 'dropout', 3);
    expect([...drawn]).toEqual(words.map((word) => word / 2 ** 24));
  });

  it('gives a row the same numbers in any batch and order, and at any width', () => {
    const keys = exampleKeys(5, places(6));
    const all = uniformRows(keys, 'patches', 4);
    expect(uniformRows(keys.slice(4, 8), 'patches', 4)).toEqual(all.slice(8, 16));
    expect(uniformRows(keys.subarray(10), 'patches', 3)).toEqual(all.slice(20, 23));
  });

  it('are uniform in [0, 1)', () => {
    const values = uniformRows(exampleKeys(9, places(500)), 'dropout', 400);
    expect(Math.min(...uniformRows(exampleKeys(9, places(200)), 'dropout', 100))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniformRows(exampleKeys(9, places(200)), 'dropout', 100))).toBeLessThan(1);
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(3 / Math.sqrt(12 * values.length));
    expect(Math.abs(chiSquared(values, 256) - 255)).toBeLessThan(4 * Math.sqrt(2 * 255));
    const pairs = values.map((value, i) => (Math.floor(value * 16) + (values[i + 1] ?? 0)) / 16);
    expect(Math.abs(chiSquared(pairs, 256) - 255)).toBeLessThan(4 * Math.sqrt(2 * 255));
  });

  it.each([
    ['names', (keys: Uint32Array) => uniformRows(keys, 'b', 100)],
    ['epochs', () => uniformRows(exampleKeys(9, places(300, 1)), 'a', 100)],
    ['seeds', () => uniformRows(exampleKeys(10, places(300)), 'a', 100)],
    [
      'neighbouring rows',
      (keys: Uint32Array) => uniformRows(Uint32Array.of(...keys.slice(2), ...keys.slice(0, 2)), 'a', 100),
    ],
    [
      'neighbouring columns',
      (keys: Uint32Array) => uniformRows(keys, 'a', 100).map((_, i, all) => all[i + 1 - (i % 100 === 99 ? 100 : 0)]!),
    ],
  ])('are independent across %s', (_, other) => {
    const keys = exampleKeys(9, places(300));
    expect(Math.abs(correlation(uniformRows(keys, 'a', 100), other(keys)))).toBeLessThan(4 / Math.sqrt(30_000));
  });
});
