import type { Point } from '../../page-data';

/** A rotation of space, row by row. */
export type Rotation = readonly [Point, Point, Point];

export const upright: Rotation = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** The rotation followed by a turn about the screen's vertical axis (`right`) and its horizontal axis (`down`), in radians. */
export function turned(rotation: Rotation, right: number, down: number): Rotation {
  const [cosine, sine] = [Math.cos(right), Math.sin(right)];
  const [x, y, z] = rotation;
  const side = combine(x, cosine, z, sine);
  const depth = combine(z, cosine, x, -sine);
  const [cosineDown, sineDown] = [Math.cos(down), Math.sin(down)];
  return [side, combine(y, cosineDown, depth, -sineDown), combine(depth, cosineDown, y, sineDown)];
}

/** x to the right, y up, z towards the reader. */
export const rotate = (rotation: Rotation, point: Point): Point => [
  dot(rotation[0], point),
  dot(rotation[1], point),
  dot(rotation[2], point),
];

/** Points on the shortest way on the sphere from one to the other, both ends included; straight where it goes inside. */
export function arc(from: Point, to: Point, onSphere: boolean, pieces = 24): Point[] {
  const angle = Math.acos(Math.max(-1, Math.min(1, dot(from, to))));
  const straight = !onSphere || Math.sin(angle) < 1e-3;
  return Array.from({ length: pieces + 1 }, (_, i) => {
    const t = i / pieces;
    if (straight) return combine(from, 1 - t, to, t);
    return combine(from, Math.sin((1 - t) * angle) / Math.sin(angle), to, Math.sin(t * angle) / Math.sin(angle));
  });
}

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

const combine = (a: Point, s: number, b: Point, t: number): Point => [
  s * a[0] + t * b[0],
  s * a[1] + t * b[1],
  s * a[2] + t * b[2],
];
