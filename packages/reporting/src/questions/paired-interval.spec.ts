import { pairedInterval } from './paired-interval';

describe('pairedInterval', () => {
  it('is Student’s interval of the mean difference', () => {
    // mean 3, s = √2.5, t(.975, 4) = 2.776445: 3 ± 2.776445 · √.5
    const [low, high] = pairedInterval([1, 2, 3, 4, 5]);
    expect(low).toBeCloseTo(1.036757, 5);
    expect(high).toBeCloseTo(4.963243, 5);
  });

  it('is a point where all differences are equal', () => {
    expect(pairedInterval([-2, -2, -2, -2, -2])).toEqual([-2, -2]);
  });
});
