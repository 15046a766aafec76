import { random, UserError } from '@alignclip/core';
import { interquartileMean } from './many-tasks';
import { stratifiedBootstrap } from './stratified-bootstrap';

const meanOfAll = (scores: readonly (readonly number[])[]) => {
  const all = scores.flat();
  return all.reduce((sum, value) => sum + value, 0) / all.length;
};

describe('stratifiedBootstrap', () => {
  it('draws the runs of each task on their own, and tasks stay', () => {
    const scores = [
      [0, 10],
      [1, 11],
      [2, 12],
    ];
    const seen = new Set<string>();
    stratifiedBootstrap(
      [scores],
      ([sample]) => {
        for (const run of sample!) {
          expect(run[0]).toBeLessThan(3);
          expect(run[1]).toBeGreaterThan(9);
          seen.add(run.join());
        }
        return [0];
      },
      { resamples: 200 },
    );
    expect(seen.size).toBe(9);
  });

  it('gives equal intervals for equal inputs, and none for one run', () => {
    const scores = [[1], [2], [4], [8]];
    const interval = () => stratifiedBootstrap([scores], ([sample]) => [meanOfAll(sample!)]);
    expect(interval()).toEqual(interval());
    expect(stratifiedBootstrap([[[1, 2, 3]]], ([sample]) => [meanOfAll(sample!)])).toEqual([]);
  });

  it('covers the mean in about 95 of 100 samples of 30 runs', () => {
    let covered = 0;
    for (let trial = 0; trial < 300; trial += 1) {
      const draw = random('coverage', trial);
      const scores = Array.from({ length: 30 }, () => [draw.normal(), 5 * draw.normal()]);
      const [[low, high]] = stratifiedBootstrap([scores], ([sample]) => [meanOfAll(sample!)], { resamples: 200 }) as [
        [number, number],
      ];
      covered += Number(low <= 0 && 0 <= high);
    }
    expect(covered / 300).toBeGreaterThan(0.9);
    expect(covered / 300).toBeLessThan(0.985);
  });

  it('refuses scores that are not finite, and no sample', () => {
    const iqm = ([sample]: readonly (readonly (readonly number[])[])[]) => [interquartileMean(sample!.flat())];
    expect(() => stratifiedBootstrap([[[Infinity], [1]]], iqm)).toThrow(UserError);
    expect(() => stratifiedBootstrap([[[0], [1]]], iqm, { resamples: 0 })).toThrow('at least one sample, got 0');
  });
});
