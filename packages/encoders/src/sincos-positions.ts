import { UserError } from '@alignclip/core';

/**
 * Fixed positions of a grid of patches, [grid², width] row by row: a quarter of the width each for sin and cos of the
 * column and of the row, at frequencies 10000^(-i / (width / 4)) (Chen et al., arXiv 2104.02057; open_clip's
 * `sin_cos_2d`). Throws UserError where four does not divide the width.
 */
export function sincosPositions(grid: number, width: number): Float32Array {
  if (width % 4 !== 0) throw new UserError(`option "positions" = "sincos": four must divide "width" = ${width}`);
  const quarter = width / 4;
  const values = new Float32Array(grid * grid * width);
  for (let patch = 0; patch < grid * grid; patch += 1) {
    const places = [patch % grid, Math.floor(patch / grid)];
    for (let i = 0; i < quarter; i += 1) {
      const frequency = 10_000 ** (-i / quarter);
      places.forEach((place, axis) => {
        const at = patch * width + axis * 2 * quarter + i;
        values[at] = Math.sin(place * frequency);
        values[at + quarter] = Math.cos(place * frequency);
      });
    }
  }
  return values;
}
