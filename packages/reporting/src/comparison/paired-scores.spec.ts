import { comparePairs, shortRunLimit, verdictOf } from './paired-scores';
import { madeRecord } from '../testing/made-records';

const verdict = (differences: readonly number[], better: 'lower' | 'higher' = 'lower') => {
  const pairs = { baseline: differences.map(() => 1), treatment: differences.map((value) => 1 + value), unpaired: [] };
  return verdictOf(comparePairs(pairs)!, better);
};

describe('verdictOf', () => {
  it('is undecided where two seeds agree but their interval holds 0', () => {
    expect(verdict([-0.1, -0.2])).toBe('undecided');
    expect(verdict([-0.1, 0.2, -0.3])).toBe('undecided');
  });

  it('decides on few seeds by the t interval where all of them agree', () => {
    expect(verdict([-0.35, -0.34, -0.39])).toBe('yes');
    expect(verdict([0.35, 0.34, 0.39])).toBe('no');
    expect(verdict([0.35, 0.34, 0.39], 'higher')).toBe('yes');
    expect(verdict([-0.001, -0.001, -0.001, -0.001, -0.9])).toBe('undecided'); // all agree, the interval holds 0
  });

  it('asks the permutation test too where that can be significant', () => {
    expect(verdict([0.01, -0.5, -0.51, -0.5, -0.5, -0.5, -0.5])).toBe('yes'); // one of seven dissents a little: p = .031
    expect(verdict([-0.01, 0.5, 0.51, 0.5, 0.5, 0.5, 0.5])).toBe('no');
    expect(verdict([0.3, 0.2, -0.5, -0.5, -0.5, -0.5, -0.5])).toBe('undecided');
  });

  it('takes nothing from one seed, nor from few differences that are all equal', () => {
    expect(verdict([-0.5])).toBe('undecided');
    expect(verdict([-0.5, -0.5, -0.5, -0.5, -0.5])).toBe('undecided');
    expect(verdict([-0.5, -0.5, -0.5, -0.5, -0.5, -0.5])).toBe('yes'); // p = .031
  });
});

const run = (steps: number, warmUp: number) =>
  madeRecord(
    'A',
    0,
    {},
    {
      config: {
        trainer: { slot: 'trainer', type: 'trainer', options: { steps } },
        schedule: { slot: 'schedule', type: 'warm-up-cosine', options: { warmUp } },
      },
    },
  );

describe('shortRunLimit', () => {
  it('names smoke runs and trainings that end in their warm-up', () => {
    expect(shortRunLimit([madeRecord('A', 0, {}, { profile: 'smoke' })])).toMatch('smoke runs are too short');
    expect(shortRunLimit([run(400, 50), run(8, 50)])).toBe(
      'a training of 8 steps ends within its warm-up of 50, too short for a verdict',
    );
  });

  it('accepts longer trainings, those without a warm-up, and records that do not say', () => {
    expect(shortRunLimit([run(51, 50), run(8, 0), madeRecord('A', 0, {})])).toBeUndefined();
  });
});
