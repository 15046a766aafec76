import { type Matrix, UserError } from '@alignclip/core';
import { meanRow, takeRows } from '../matrix/rows';
import { unitRows } from '../matrix/unit-rows';

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
    const own = takeRows(
      unit,
      Array.from({ length: perClass }, (_, t) => c * perClass + t),
    );
    values.set(meanRow(own), c * prompts.columns);
  }
  return unitRows({ rows: classes, columns: prompts.columns, values }, 'class embeddings');
}
