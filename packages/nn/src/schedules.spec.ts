import { constantCooldownRate, constantRate, cosineRate } from './schedules';

describe('cosineRate', () => {
  it('reaches the base rate at the last step of the warm-up and again right after it', () => {
    expect(cosineRate(1e-3, 10, 100, 0)).toBeCloseTo(1e-4, 12);
    expect(cosineRate(1e-3, 10, 100, 9)).toBe(1e-3);
    expect(cosineRate(1e-3, 10, 100, 10)).toBe(1e-3);
  });

  it('is half the base rate in the middle and nearly 0 at the end', () => {
    expect(cosineRate(1e-3, 10, 110, 60)).toBeCloseTo(5e-4, 12);
    expect(cosineRate(1e-3, 10, 110, 109)).toBeLessThan(1e-6);
  });

  it('is not capped: past the end it rises again', () => {
    expect(cosineRate(1e-3, 0, 100, 150)).toBeCloseTo(5e-4, 12);
  });
});

describe('constantRate', () => {
  it('stays at the base rate after the warm-up', () => {
    expect(constantRate(2e-4, 4, 1)).toBe(1e-4);
    expect(constantRate(2e-4, 4, 400)).toBe(2e-4);
  });
});

describe('constantCooldownRate', () => {
  it('falls to the end rate over the last steps', () => {
    const rate = (step: number) => constantCooldownRate(1, 0, 100, { steps: 50, power: 1, endRate: 0.2 }, step);
    expect(rate(49)).toBe(1);
    expect(rate(75)).toBeCloseTo(0.6, 12);
    expect(rate(100)).toBeCloseTo(0.2, 12);
  });

  it('falls faster with a higher power', () => {
    const rate = (power: number) => constantCooldownRate(1, 0, 100, { steps: 50, power, endRate: 0 }, 75);
    expect(rate(2)).toBeCloseTo(0.25, 12);
    expect(rate(2)).toBeLessThan(rate(1));
  });
});
