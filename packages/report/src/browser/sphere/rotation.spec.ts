import type { Point, View } from '../../page-data';
import { arc, rotate, turned, upright, type Rotation, nearestPair } from './rotation';

const close = (a: Point, b: Point) => a.forEach((value, i) => expect(value).toBeCloseTo(b[i]!, 10));
const quarter = Math.PI / 2;

describe('turned', () => {
  it('brings the front to the right, as a hand would', () =>
    close(rotate(turned(upright, quarter, 0), [0, 0, 1]), [1, 0, 0]));
  it('brings the top to the front, as a hand would', () =>
    close(rotate(turned(upright, 0, quarter), [0, 1, 0]), [0, 0, 1]));

  it('stays a rotation however often', () => {
    let rotation: Rotation = upright;
    for (let i = 0; i < 1000; i += 1) rotation = turned(rotation, 0.31, -0.17);
    for (const row of rotation) expect(Math.hypot(...row)).toBeCloseTo(1, 10);
    expect(
      rotation[0][0] * rotation[1][0] + rotation[0][1] * rotation[1][1] + rotation[0][2] * rotation[1][2],
    ).toBeCloseTo(0, 10);
  });
});

describe('arc', () => {
  const from: Point = [1, 0, 0];
  const to: Point = [0, 1, 0];

  it('stays on the sphere from one end to the other', () => {
    const points = arc(from, to, true);
    close(points[0]!, from);
    close(points.at(-1)!, to);
    for (const point of points) expect(Math.hypot(...point)).toBeCloseTo(1, 10);
  });

  it('is straight elsewhere, and between opposite or equal points', () => {
    close(arc(from, to, false, 2)[1]!, [0.5, 0.5, 0]);
    close(arc(from, [-1, 0, 0], true, 2)[1]!, [0, 0, 0]);
    close(arc(from, from, true, 2)[1]!, from);
  });
});

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
    const [front, back]: [Point, Point] = [
      [0, 0, 1],
      [0, 0, -1],
    ];
    const apart: View = { image: [front, [1, 0, 0]], text: [[0, 1, 0], back] };
    expect(nearestPair(apart, upright, 0, 0, 0.1)).toBe(0);
    expect(nearestPair(apart, turned(upright, Math.PI, 0), 0, 0, 0.1)).toBe(1);
  });
});
