import type { Schedule } from '@alignclip/core';
import { warmUpConstant } from './warm-up-constant';

const make = (options: Parameters<typeof warmUpConstant>[0]) =>
  warmUpConstant.create(warmUpConstant(options).options) as Schedule;

describe('warmUpConstant', () => {
  it('rises in a line, then stays at the base rate to the end', () => {
    const schedule = make({ rate: 0.2, warmUp: 2 });
    const rates = [0, 1, 2, 50, 99].map((step) => schedule.learningRate(step, 100));
    expect(rates).toEqual([0.1, 0.2, 0.2, 0.2, 0.2]);
  });

  it('starts at the base rate without warm-up', () => {
    expect(make({ rate: 0.2, warmUp: 0 }).learningRate(0, 10)).toBe(0.2);
  });

  it('refuses half a step of warm-up', () => {
    expect(() => warmUpConstant({ warmUp: 0.5 })).toThrow('option "warmUp" = 0.5');
  });
});
