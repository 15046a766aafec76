import type { Matrix } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { innerProducts } from '../matrix/inner-products';

/** scale · ⟨image_i, class_c⟩, [images, classes]. */
export function zeroShotLogits(image: Matrix, classes: Matrix, scale = 1): Matrix {
  checkSameWidth(image, classes);
  const values = new Float32Array(image.rows * classes.rows);
  const line = new Float64Array(classes.rows);
  for (let i = 0; i < image.rows; i += 1) {
    innerProducts(image, i, classes, line);
    for (let c = 0; c < classes.rows; c += 1) values[i * classes.rows + c] = scale * line[c]!;
  }
  return { rows: image.rows, columns: classes.rows, values };
}
