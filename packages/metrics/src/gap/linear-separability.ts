import type { Matrix } from '@alignclip/core';
import { takeRows } from '../matrix/rows';
import { defineGapMetric } from './define-gap-metric';
import { decision, fitLogisticRegression, type LinearClassifier } from './logistic-regression';
import { weightedMean } from './weighted';

/** Logistic regression of image (0) against text (1), fitted on the pairs with an even number. */
export function modalityClassifier(image: Matrix, text: Matrix): LinearClassifier {
  return fitModalityClassifier(image, text, numbers(image.rows, 0, 2));
}

/** The same on the pairs given. */
export function fitModalityClassifier(image: Matrix, text: Matrix, pairs: readonly number[]): LinearClassifier {
  const values = new Float32Array(2 * pairs.length * image.columns);
  values.set(takeRows(image, pairs).values);
  values.set(takeRows(text, pairs).values, values.length / 2);
  const labels = Uint8Array.from({ length: 2 * pairs.length }, (_, i) => (i < pairs.length ? 0 : 1));
  return fitLogisticRegression({ rows: labels.length, columns: image.columns, values }, labels);
}

/** Share of a pair's two points on the right side: 0, .5 or 1, for each pair. [pairs] */
export function modalityHits(
  model: LinearClassifier,
  image: Matrix,
  text: Matrix,
  pairs: readonly number[],
): Float64Array {
  const hit = (i: number) => Number(decision(model, image, i) <= 0) + Number(decision(model, text, i) > 0);
  return Float64Array.from(pairs, (i) => hit(i) / 2);
}

/** first, first + step, … below `end`. */
export const numbers = (end: number, first = 0, step = 1): number[] =>
  Array.from({ length: Math.ceil((end - first) / step) }, (_, i) => first + i * step);

/**
 * Held-out accuracy of a logistic regression that tells images from texts, in [0, 1]: trained on the pairs with an even
 * number, tested on the odd ones. .5 is no gap that a plane can see, 1 two cones apart. Intervals resample the test
 * pairs and keep the classifier.
 */
export const linearSeparability = defineGapMetric(
  'linear-separability',
  (image, text) => {
    const odd = numbers(image.rows, 1, 2);
    const hits = modalityHits(modalityClassifier(image, text), image, text, odd);
    return (weights) =>
      weightedMean(
        hits,
        weights.filter((_, i) => i % 2 === 1),
      );
  },
  { pairwise: true },
);
