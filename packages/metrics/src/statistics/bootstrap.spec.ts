import { random } from '@alignclip/core';
import { weightedMean } from '../gap/weighted';
import { bootstrapInterval, bootstrapIntervals } from './bootstrap';

const normals = (n: number, seed: number) => {
  const stream = random('bootstrap-spec', seed);
  return Array.from({ length: n }, () => stream.normal());
};

describe('bootstrapInterval', () => {
  it('is about 1.96 standard errors wide on both sides of a mean', () => {
    const values = normals(400, 1);
    const mean = values.reduce((a, b) => a + b) / 400;
    const [low, high] = bootstrapInterval(400, (weights) => weightedMean(values, weights), { resamples: 4000 });
    const error = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 400 / 400);
    expect((mean - low) / error).toBeCloseTo(1.96, 0);
    expect((high - mean) / error).toBeCloseTo(1.96, 0);
  });

  it('holds the true mean in about 95 of 100 samples', () => {
    const held = Array.from({ length: 200 }, (_, seed) => {
      const values = normals(60, seed);
      const [low, high] = bootstrapInterval(60, (weights) => weightedMean(values, weights), { resamples: 300, seed });
      return low <= 0 && 0 <= high;
    }).filter(Boolean).length;
    expect(held / 200).toBeGreaterThan(0.89);
    expect(held / 200).toBeLessThan(0.99);
  });

  it('draws as many units as there are, the same for the same seed', () => {
    const totals = new Set<number>();
    const run = (seed: number) =>
      bootstrapInterval(7, (w) => (totals.add(w.reduce((a, b) => a + b)), w[0]!), { seed, resamples: 50 });
    expect(run(1)).toEqual(run(1));
    expect([...totals]).toEqual([7]);
  });

  it('refuses no units and a statistic that is never defined', () => {
    expect(() => bootstrapInterval(0, () => 1)).toThrow('at least one unit');
    expect(() => bootstrapInterval(3, () => NaN)).toThrow('undefined in over a quarter of the samples');
    expect(() => bootstrapInterval(1, () => 1)).toThrow('at least two units');
  });
});

describe('bootstrapIntervals', () => {
  it('leaves out what one unit or too many undefined samples cannot show', () => {
    expect(bootstrapIntervals(1, () => ({ one: 1 }))).toEqual({});
    expect(bootstrapIntervals(3, () => ({ one: 1 }), { resamples: 0 })).toEqual({});
    const often = (w: Float64Array) => ({ always: w[0]!, often: w[0] === 0 ? NaN : 1, never: NaN });
    expect(Object.keys(bootstrapIntervals(10, often, { resamples: 200 }))).toEqual(['always']);
  });

  it('gives every statistic its own interval from the same samples', () => {
    const intervals = bootstrapIntervals(5, (w) => ({ first: w[0]!, twice: 2 * w[0]! }), { resamples: 100 });
    expect(intervals['twice']).toEqual(intervals['first']!.map((end) => 2 * end));
  });
});
