import { madeRecord } from '../testing/made-records';
import { shortRunLimit } from './short-runs';

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
