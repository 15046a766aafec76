import { bootstrapMean, describeSample } from './describe-sample';

describe('describeSample', () => {
  it('gives the t interval of the mean', () => {
    const { mean, sd, interval } = describeSample([1, 2, 3]);
    expect([mean, sd]).toEqual([2, 1]);
    expect(interval![1] - 2).toBeCloseTo(4.302652729911275 / Math.sqrt(3), 9); // t(.975, 2)
  });

  it('has no spread for one value and refuses none', () => {
    expect(describeSample([5])).toEqual({ count: 1, mean: 5 });
    expect(() => describeSample([])).toThrow('no values');
    expect(() => describeSample([1, Infinity])).toThrow('Infinity');
  });
});

describe('describeSample of equal values', () => {
  it.each([[[0.3, 0.3, 0.3]], [[0.1 + 0.2, 0.3]], [[0, 0]]])('has sd 0 and no interval for %j', (values) => {
    expect(describeSample(values)).toEqual({ count: values.length, mean: expect.closeTo(values[0]!, 12), sd: 0 });
  });
});

describe('bootstrapMean', () => {
  it('lies within the values and is the narrower the more alike they are', () => {
    const [low, high] = bootstrapMean([1, 2, 3, 4, 5]);
    expect(low).toBeGreaterThan(1);
    expect(high).toBeLessThan(5);
    expect(low).toBeLessThan(3);
    expect(high).toBeGreaterThan(3);
    expect(bootstrapMean([2, 2, 2])).toEqual([2, 2]);
  });
});
