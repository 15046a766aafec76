import { logSlope } from './log-slope';

describe('logSlope', () => {
  it('is the power of a power law', () => {
    expect(logSlope([1, 2, 4, 8], [3, 6, 12, 24])).toBeCloseTo(1, 12);
    expect(logSlope([10, 100, 1000], [5, 500, 50_000])).toBeCloseTo(2, 12);
    expect(logSlope([1, 2, 3], [7, 7, 7])).toBeCloseTo(0, 12);
  });

  it('fits what is no power law by least squares', () => {
    expect(logSlope([1, Math.E, Math.E ** 2], [1, 1, Math.E])).toBeCloseTo(0.5, 12);
  });
});
