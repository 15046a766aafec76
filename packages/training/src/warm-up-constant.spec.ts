import { describeSchedule } from './testing';
import { warmUpConstant } from './warm-up-constant';

describeSchedule('warm-up-constant', () => warmUpConstant.make({}));

describe('warmUpConstant', () => {
  it('rises in a line, then stays at the base rate to the end', () => {
    const schedule = warmUpConstant.make({ rate: 0.2, warmUp: 2 });
    const rates = [0, 1, 2, 50, 99].map((step) => schedule.learningRate(step, 100));
    expect(rates).toEqual([0.1, 0.2, 0.2, 0.2, 0.2]);
  });

  it('starts at the base rate without warm-up', () => {
    expect(warmUpConstant.make({ rate: 0.2, warmUp: 0 }).learningRate(0, 10)).toBe(0.2);
  });

  it('stays at the base rate past the end', () => {
    const schedule = warmUpConstant.make({ rate: 2e-4, warmUp: 4 });
    expect([schedule.learningRate(1, 100), schedule.learningRate(400, 100)]).toEqual([1e-4, 2e-4]);
  });

  it('refuses half a step of warm-up', () => {
    expect(() => warmUpConstant({ warmUp: 0.5 })).toThrow('option "warmUp" = 0.5');
  });
});
