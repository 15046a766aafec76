import type { Schedule } from '@alignclip/core';
import { warmUpCosine } from './warm-up-cosine';

const make = (options: Parameters<typeof warmUpCosine>[0]) =>
  warmUpCosine.create(warmUpCosine(options).options) as Schedule;

describe('warmUpCosine', () => {
  it('rises in a line to the base rate, which the last step of the warm-up has', () => {
    const schedule = make({ rate: 0.4, warmUp: 4 });
    const rates = [0, 1, 2, 3].map((step) => schedule.learningRate(step, 100));
    [0.1, 0.2, 0.3, 0.4].forEach((rate, step) => expect(rates[step]).toBeCloseTo(rate, 12));
  });

  it('falls on half a cosine: the base rate, half of it, nearly nothing', () => {
    const schedule = make({ rate: 0.4, warmUp: 10 });
    expect(schedule.learningRate(10, 110)).toBeCloseTo(0.4, 12);
    expect(schedule.learningRate(60, 110)).toBeCloseTo(0.2, 12);
    expect(schedule.learningRate(109, 110)).toBeLessThan(1e-3 * 0.4);
  });

  it('stretches over the number of steps that it is told', () => {
    const schedule = make({ rate: 1, warmUp: 0 });
    expect(schedule.learningRate(50, 100)).toBeCloseTo(schedule.learningRate(500, 1000), 12);
  });

  it('refuses a rate that is not above 0', () => {
    expect(() => warmUpCosine({ rate: 0 })).toThrow('option "rate" = 0');
  });
});
