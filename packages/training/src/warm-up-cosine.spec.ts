import { describeSchedule } from './testing';
import { warmUpCosine } from './warm-up-cosine';

describeSchedule('warm-up-cosine', () => warmUpCosine.make({}));

describe('warmUpCosine', () => {
  it('rises in a line to the base rate, which the last step of the warm-up has', () => {
    const schedule = warmUpCosine.make({ rate: 0.4, warmUp: 4 });
    const rates = [0, 1, 2, 3].map((step) => schedule.learningRate(step, 100));
    [0.1, 0.2, 0.3, 0.4].forEach((rate, step) => expect(rates[step]).toBeCloseTo(rate, 12));
  });

  it('falls on half a cosine: the base rate, half of it, nearly nothing', () => {
    const schedule = warmUpCosine.make({ rate: 0.4, warmUp: 10 });
    expect(schedule.learningRate(10, 110)).toBeCloseTo(0.4, 12);
    expect(schedule.learningRate(60, 110)).toBeCloseTo(0.2, 12);
    expect(schedule.learningRate(109, 110)).toBeLessThan(1e-3 * 0.4);
  });

  it('stretches over the given number of steps', () => {
    const schedule = warmUpCosine.make({ rate: 1, warmUp: 0 });
    expect(schedule.learningRate(50, 100)).toBeCloseTo(schedule.learningRate(500, 1000), 12);
  });

  it('is exactly the base rate at the end of the warm-up and right after it', () => {
    const schedule = warmUpCosine.make({ rate: 1e-3, warmUp: 10 });
    expect(schedule.learningRate(0, 100)).toBeCloseTo(1e-4, 12);
    expect([schedule.learningRate(9, 100), schedule.learningRate(10, 100)]).toEqual([1e-3, 1e-3]);
  });

  it('is not capped: past the end it rises again', () => {
    expect(warmUpCosine.make({ rate: 1e-3, warmUp: 0 }).learningRate(150, 100)).toBeCloseTo(5e-4, 12);
  });

  it('refuses a rate that is not above 0', () => {
    expect(() => warmUpCosine({ rate: 0 })).toThrow('option "rate" = 0');
  });
});
