import type { RawImage } from '@alignclip/core';
import { centres, colours, radii, type Concept } from './concepts';

const { abs, ceil, floor, max, min, round } = Math;

/** Whether a point is inside the form; its box is [-1, 1]². */
const inside: Readonly<Record<Concept['form'], (x: number, y: number) => boolean>> = {
  circle: (x, y) => x * x + y * y <= 1,
  square: (x, y) => max(abs(x), abs(y)) <= 0.88,
  triangle: (x, y) => y <= 0.9 && abs(x) <= (y + 0.9) / 1.8,
  diamond: (x, y) => abs(x) + abs(y) <= 1,
  cross: (x, y) => min(abs(x), abs(y)) <= 0.32 && max(abs(x), abs(y)) <= 1,
  ring: (x, y) => x * x + y * y <= 1 && x * x + y * y >= 0.36,
};

/** Samples per pixel in each direction, for smooth edges. */
const samples = 4;

/** The concept on white, its centre moved by `shift` (shares of the edge). */
export function draw(
  { colour, form, size, position }: Concept,
  resolution: number,
  shift: readonly [number, number],
): RawImage {
  const [x, y] = centres[position];
  const scale = 1 / (resolution * radii[size]);
  const middle = [(x + shift[0]) * resolution, (y + shift[1]) * resolution] as const;
  const covered = (column: number, row: number) =>
    inside[form]((column - middle[0]) * scale, (row - middle[1]) * scale);
  const data = new Uint8Array(resolution * resolution * 3).fill(255);
  const from = (centre: number) => max(0, floor(centre - 1 / scale));
  const to = (centre: number) => min(resolution, ceil(centre + 1 / scale));
  for (let row = from(middle[1]); row < to(middle[1]); row += 1) {
    for (let column = from(middle[0]); column < to(middle[0]); column += 1) {
      const share = coverage(covered, column, row);
      const tinted = colours[colour].map((channel) => round(255 + (channel - 255) * share));
      data.set(tinted, (row * resolution + column) * 3);
    }
  }
  return { width: resolution, height: resolution, mode: 'RGB', data };
}

function coverage(covered: (column: number, row: number) => boolean, column: number, row: number): number {
  let hits = 0;
  for (let i = 0; i < samples * samples; i += 1) {
    const across = ((i % samples) + 0.5) / samples;
    const down = (floor(i / samples) + 0.5) / samples;
    if (covered(column + across, row + down)) hits += 1;
  }
  return hits / samples ** 2;
}
