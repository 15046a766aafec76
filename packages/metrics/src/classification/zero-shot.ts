import { type Matrix, type Similarity, UserError } from '@alignclip/core';
import { checkSameWidth } from '../matrix/check-matrix';
import { meanRow, range, takeRows, unitRows } from '../matrix/rows';
import { scorerOf } from '../retrieval/scorer';

/** scale · ⟨image_i, class_c⟩, or the score of a model's own similarity, [images, classes]. */
export function zeroShotLogits(image: Matrix, classes: Matrix, scale = 1, similarity?: Similarity): Matrix {
  checkSameWidth(image, classes);
  const score = scorerOf(similarity, classes, 'text');
  const values = new Float32Array(image.rows * classes.rows);
  const line = new Float64Array(classes.rows);
  for (let i = 0; i < image.rows; i += 1) {
    score(image, i, line);
    for (let c = 0; c < classes.rows; c += 1) values[i * classes.rows + c] = scale * line[c]!;
  }
  return { rows: image.rows, columns: classes.rows, values };
}

/**
 * One unit row per class: the mean of its normalised prompt embeddings, normalised. `prompts` holds the prompts of class
 * 0, then of class 1, …, `perClass` each. With `rows: 'own'` nothing is normalised: a mean of points of a simplex is one. [classes, d]
 * Source: CLIP, prompt ensembling; official zero-shot builder.
 */
export function zeroShotWeights(prompts: Matrix, perClass: number, rows: Similarity['rows'] = 'unit'): Matrix {
  const classes = prompts.rows / perClass;
  if (!(Number.isInteger(classes) && classes >= 1)) {
    throw new UserError(`${prompts.rows} prompts can't be ${perClass} for each class`);
  }
  const unit = rows === 'unit' ? unitRows(prompts, 'prompt embeddings') : prompts;
  const values = new Float32Array(classes * prompts.columns);
  for (let c = 0; c < classes; c += 1) {
    const own = range((c + 1) * perClass, c * perClass);
    values.set(meanRow(takeRows(unit, own)), c * prompts.columns);
  }
  const means = { rows: classes, columns: prompts.columns, values };
  return rows === 'unit' ? unitRows(means, 'class embeddings') : means;
}
