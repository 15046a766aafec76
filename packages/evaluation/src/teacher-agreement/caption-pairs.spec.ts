import { distinctPairs } from './caption-pairs';

describe('distinctPairs', () => {
  it('gives all pairs where there are no more', () => {
    const all = [
      [0, 1],
      [0, 2],
      [1, 2],
      [0, 3],
      [1, 3],
      [2, 3],
    ];
    expect(distinctPairs(4, 6, 0)).toEqual(all);
    expect(distinctPairs(4, 100, 1)).toEqual(all);
    expect(distinctPairs(1, 5, 0)).toEqual([]);
  });

  it('gives as many different pairs as it is asked for, others with another seed', () => {
    const pairs = distinctPairs(50_000, 500, 0);
    expect(new Set(pairs.map(String)).size).toBe(500);
    for (const [first, second] of pairs) {
      expect(first).toBeGreaterThanOrEqual(0);
      expect(first).toBeLessThan(second);
      expect(second).toBeLessThan(50_000);
    }
    expect(distinctPairs(50_000, 500, 0)).toEqual(pairs);
    expect(distinctPairs(50_000, 500, 1)).not.toEqual(pairs);
  });

  it('draws every pair equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 3000; seed += 1) {
      for (const pair of distinctPairs(4, 2, seed)) counts.set(String(pair), (counts.get(String(pair)) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(130); // five standard deviations
  });
});
