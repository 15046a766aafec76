import { UserError } from '@alignclip/core';
import { interquartileMean, performanceProfile, probabilityOfImprovement, taskAggregates } from './many-tasks';

describe('statistics over many tasks', () => {
  it('takes the mean of the middle half', () => {
    expect(interquartileMean([100, 1, 2, 3, 4, 5, 6, -100])).toBe(3.5);
    expect(interquartileMean([1, 2, 30])).toBe(11);
  });

  it('follows the definitions on two runs of two tasks', () => {
    const scores = [
      [0, 1],
      [0.5, 1.5],
    ];
    expect(taskAggregates(scores)).toEqual({ interquartileMean: 0.75, median: 0.75, mean: 0.75, optimalityGap: 0.375 });
    expect(performanceProfile(scores, [-1, 0, 1, 2])).toEqual([1, 0.75, 0.25, 0]);
  });

  it('counts ties half, and is 1 − P with the sides exchanged', () => {
    const x = [1, 2].map((score) => [score, 0]);
    const y = [1, 0, 2].map((score, n) => [score, n === 1 ? 0 : 1]);
    expect(probabilityOfImprovement(x, y)).toBeCloseTo((4 / 6 + 1 / 6) / 2, 12);
    expect(probabilityOfImprovement(x, y) + probabilityOfImprovement(y, x)).toBeCloseTo(1, 12);
    expect(probabilityOfImprovement(x, x)).toBe(0.5);
  });

  it.each([
    [[], 'need at least one run and one task'],
    [[[]], 'need at least one run and one task'],
    [[[1, 2], [1]], 'run 1 has 1 scores, run 0 has 2'],
    [
      [
        [1, 2],
        [1, NaN],
      ],
      'the score of run 1, task 1 is NaN',
    ],
  ])('refuses %j', (scores, message) => {
    expect(() => taskAggregates(scores)).toThrow(UserError);
    expect(() => taskAggregates(scores)).toThrow(message);
    expect(() => performanceProfile(scores, [0])).toThrow(message);
  });

  it('refuses methods with other tasks', () =>
    expect(() => probabilityOfImprovement([[1, 2]], [[1]])).toThrow('needs the same tasks: 2 and 1'));
});
