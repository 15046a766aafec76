import type { View } from '../../page-data';
import { nearestPair } from './nearest-pair';
import { turned, upright } from './rotation';

const view: View = {
  image: [
    [0, 0, 1],
    [0.5, 0, 0.86],
  ],
  text: [
    [0, 0.9, 0.43],
    [0.52, 0, -0.85],
  ],
};

describe('nearestPair', () => {
  it('finds a pair by its image and by its text', () => {
    expect(nearestPair(view, upright, 0.02, 0, 0.1)).toBe(0);
    expect(nearestPair(view, upright, 0, 0.88, 0.1)).toBe(0);
    expect(nearestPair(view, upright, 0.5, 0, 0.1)).toBe(1);
  });

  it('finds nothing where no point is near', () => expect(nearestPair(view, upright, -0.8, 0, 0.1)).toBeUndefined());

  it('prefers what is in front', () => {
    const apart: View = { image: [[0, 0, 1], [1, 0, 0]], text: [[0, 1, 0], [0, 0, -1]] }; // prettier-ignore
    expect(nearestPair(apart, upright, 0, 0, 0.1)).toBe(0);
    expect(nearestPair(apart, turned(upright, Math.PI, 0), 0, 0, 0.1)).toBe(1);
  });
});
