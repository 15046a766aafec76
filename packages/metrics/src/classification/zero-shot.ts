import { type Matrix, UserError } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { innerProducts } from '../matrix/inner-products';
import { meanRow, range, takeRows, unitRows } from '../matrix/rows';

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

/**
 * One unit row per class: the mean of its normalised prompt embeddings, normalised. `prompts` holds the prompts of class
 * 0, then of class 1, …, `perClass` each. [classes, d] Source: CLIP, prompt ensembling; official zero-shot builder.
 */
export function zeroShotWeights(prompts: Matrix, perClass: number): Matrix {
  const classes = prompts.rows / perClass;
  if (!(Number.isInteger(classes) && classes >= 1)) {
    throw new UserError(`${prompts.rows} prompts can't be ${perClass} for each class`);
  }
  const unit = unitRows(prompts, 'prompt embeddings');
  const values = new Float32Array(classes * prompts.columns);
  for (let c = 0; c < classes; c += 1) {
    const own = range((c + 1) * perClass, c * perClass);
    values.set(meanRow(takeRows(unit, own)), c * prompts.columns);
  }
  return unitRows({ rows: classes, columns: prompts.columns, values }, 'class embeddings');
}
