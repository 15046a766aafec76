import type { Matrix } from '@alignclip/core';
import { range, takeRows } from '../matrix/rows';
import { defineGapMetric } from './define-gap-metric';
import { decision, fitLogisticRegression, type LinearClassifier } from './logistic-regression';
import { weightedMean } from './weighted';

/**
 * Held-out accuracy of a logistic regression that separates images from texts, in [0, 1]: trained on the pairs with an
 * even index, tested on the odd ones. At .5 no plane finds a gap, at 1 the two cones are apart. Intervals resample the
 * test pairs and keep the classifier.
 */
export const linearSeparability = defineGapMetric(
  'linear-separability',
  (image, text) => {
    const odd = range(image.rows, 1, 2);
    const hits = modalityHits(modalityClassifier(image, text), image, text, odd);
    return (weights) =>
      weightedMean(
        hits,
        Float64Array.from(odd, (i) => weights[i]!),
      );
  },
  { meaning: 'accuracy of a linear classifier of image against text; .5: chance', pairwise: true },
);

/** Logistic regression of image (0) against text (1), fitted on the pairs with an even index. */
export function modalityClassifier(image: Matrix, text: Matrix): LinearClassifier {
  return fitModalityClassifier(image, text, range(image.rows, 0, 2));
}

/** The same, fitted on the given pairs. */
export function fitModalityClassifier(image: Matrix, text: Matrix, pairs: readonly number[]): LinearClassifier {
  const values = new Float32Array(2 * pairs.length * image.columns);
  values.set(takeRows(image, pairs).values);
  values.set(takeRows(text, pairs).values, values.length / 2);
  const labels = Uint8Array.from({ length: 2 * pairs.length }, (_, i) => (i < pairs.length ? 0 : 1));
  return fitLogisticRegression({ rows: labels.length, columns: image.columns, values }, labels);
}

/** Share of a pair's two points that are classified correctly: 0, .5 or 1 per pair. [pairs] */
export function modalityHits(
  model: LinearClassifier,
  image: Matrix,
  text: Matrix,
  pairs: readonly number[],
): Float64Array {
  const hit = (i: number) => Number(decision(model, image, i) <= 0) + Number(decision(model, text, i) > 0);
  return Float64Array.from(pairs, (i) => hit(i) / 2);
}
