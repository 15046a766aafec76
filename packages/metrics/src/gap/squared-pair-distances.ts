import type { Matrix } from '@alignclip/core';

/** ‖v_i − t_i‖² of each pair, [N]. */
export function squaredPairDistances(image: Matrix, text: Matrix): Float64Array {
  const { rows, columns } = image;
  const distances = new Float64Array(rows);
  for (let at = 0; at < rows * columns; at += 1) {
    distances[Math.floor(at / columns)]! += (image.values[at]! - text.values[at]!) ** 2;
  }
  return distances;
}
