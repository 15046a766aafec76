import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performanceProfile, probabilityOfImprovement, taskAggregates, type TaskScores } from './many-tasks';
import { stratifiedBootstrap } from './stratified-bootstrap';

/** As printed by tools/reference/many_tasks.py with rliable 1.2.0. */
const fixture = JSON.parse(readFileSync(join(__dirname, 'fixtures', 'rliable.json'), 'utf8')) as {
  readonly thresholds: readonly number[];
  readonly resamples: number;
  readonly cases: readonly {
    readonly name: string;
    readonly x: TaskScores;
    readonly y: TaskScores;
    readonly aggregates: readonly number[];
    readonly profile: readonly number[];
    readonly improvement: number;
    readonly intervals: readonly (readonly number[])[];
    readonly profileIntervals: readonly (readonly number[])[];
    readonly improvementIntervals: readonly (readonly number[])[];
  }[];
};
const { thresholds, resamples } = fixture;

const listed = (scores: TaskScores): number[] => {
  const { interquartileMean, median, mean, optimalityGap } = taskAggregates(scores);
  return [interquartileMean, median, mean, optimalityGap];
};

/** The indices of the Python file. */
function formulaIndices() {
  let state = 1;
  const next = (count: number) => (state = (state * 48271) % 2147483647) % count;
  return (runs: number, tasks: number) =>
    Array.from({ length: runs }, () => Array.from({ length: tasks }, () => next(runs)));
}

function expectClose(values: readonly number[], expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-9));
}

describe('agreement with rliable', () => {
  it.each(fixture.cases)('of aggregates, profile and probability: $name', (made) => {
    expectClose(listed(made.x), made.aggregates);
    expectClose(performanceProfile(made.x, thresholds), made.profile);
    expectClose([probabilityOfImprovement(made.x, made.y)], [made.improvement]);
  });

  it.each(fixture.cases)('of stratified bootstrap intervals on the same indices: $name', (made) => {
    const options = () => ({ resamples, draw: formulaIndices() });
    const aggregates = stratifiedBootstrap([made.x], ([x]) => listed(x!), options());
    const profile = stratifiedBootstrap([made.x], ([x]) => performanceProfile(x!, thresholds), options());
    const improvement = stratifiedBootstrap(
      [made.x, made.y],
      ([x, y]) => [probabilityOfImprovement(x!, y!)],
      options(),
    );
    expectClose(aggregates.flat(), made.intervals.flat());
    expectClose(profile.flat(), made.profileIntervals.flat());
    expectClose(improvement.flat(), made.improvementIntervals.flat());
  });
});
