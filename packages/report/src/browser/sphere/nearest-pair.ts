import type { Point, View } from '../../page-data';
import { rotate, type Rotation } from './rotation';

/** The pair with a point nearest to a place of the screen, (−1, −1) to (1, 1), or undefined where none is near. */
export function nearestPair(view: View, rotation: Rotation, x: number, y: number, reach: number): number | undefined {
  let best = reach;
  let found: number | undefined;
  const consider = (point: Point, pair: number) => {
    const [px, py, pz] = rotate(rotation, point);
    // What is behind counts as farther, for it is hard to see.
    const distance = Math.hypot(px - x, py - y) + (pz < 0 ? reach / 2 : 0);
    if (distance >= best) return;
    best = distance;
    found = pair;
  };
  view.image.forEach(consider);
  view.text.forEach(consider);
  return found;
}
