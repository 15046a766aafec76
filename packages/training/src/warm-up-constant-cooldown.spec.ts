import { describeSchedule } from './testing';
import { warmUpConstantCooldown } from './warm-up-constant-cooldown';

describeSchedule('warm-up-constant-cooldown', () =>
  warmUpConstantCooldown.make({ rate: 0.8, warmUp: 2, cooldownSteps: 4 }),
);

describe('warmUpConstantCooldown', () => {
  it('rises, stays, and falls in a line over the last steps', () => {
    const schedule = warmUpConstantCooldown.make({ rate: 0.8, warmUp: 2, cooldownSteps: 4 });
    const rates = Array.from({ length: 10 }, (_, step) => schedule.learningRate(step, 10));
    const wanted = [0.4, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.6, 0.4, 0.2];
    wanted.forEach((rate, step) => expect(rates[step]).toBeCloseTo(rate, 12));
  });

  it('has the base rate at the last step before the fall', () => {
    const schedule = warmUpConstantCooldown.make({ rate: 1, warmUp: 0, cooldownSteps: 50, endRate: 0.2 });
    expect(schedule.learningRate(49, 100)).toBe(1);
    expect(schedule.learningRate(75, 100)).toBeCloseTo(0.6, 12);
    expect(schedule.learningRate(100, 100)).toBeCloseTo(0.2, 12);
  });

  it('falls faster with a higher power', () => {
    const rate = (power: number) =>
      warmUpConstantCooldown.make({ rate: 1, warmUp: 0, cooldownSteps: 50, power }).learningRate(75, 100);
    expect(rate(2)).toBeCloseTo(0.25, 12);
    expect(rate(2)).toBeLessThan(rate(1));
  });

  it('falls with the power and to the end rate that it is given', () => {
    const schedule = warmUpConstantCooldown.make({ rate: 1, warmUp: 0, cooldownSteps: 4, power: 2, endRate: 0.2 });
    expect(schedule.learningRate(8, 10)).toBeCloseTo(0.2 + 0.8 * 0.5 ** 2, 12);
    expect(schedule.learningRate(10, 10)).toBeCloseTo(0.2, 12);
  });

  it('refuses a cool-down of no steps', () => {
    expect(() => warmUpConstantCooldown({ cooldownSteps: 0 })).toThrow('option "cooldownSteps" = 0');
  });
});
