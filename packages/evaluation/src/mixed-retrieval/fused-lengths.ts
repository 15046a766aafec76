import type { Matrix } from '@alignclip/core';
import { innerProduct } from '@alignclip/metrics';

/** ‖αt_i + (1 − α)v_i‖ of each pair of rows, [rows]; undefined where one is zero, up to the rounding of float32. */
export function fusedLengths(text: Matrix, image: Matrix, alpha: number): Float64Array | undefined {
  const lengths = Float64Array.from({ length: text.rows }, (_, i) =>
    Math.sqrt(
      Math.max(
        0,
        alpha ** 2 * innerProduct(text, i, text, i) +
          (1 - alpha) ** 2 * innerProduct(image, i, image, i) +
          2 * alpha * (1 - alpha) * innerProduct(text, i, image, i),
      ),
    ),
  );
  return lengths.every((length) => length > 1e-3) ? lengths : undefined;
}
