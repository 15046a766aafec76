import { tf } from '@alignclip/backend';
import type { Scalar, Tensor1D, Tensor2D } from '@alignclip/core';
import { cosines } from './cosines';
import { offDiagonalOnes } from './diagonal';
import { offDiagonalLogSumExp } from './off-diagonal-log-sum-exp';

/** Ones where i ≠ j have the same class, zeros elsewhere; a class below 0 is none. [N] → [N, N] */
export function sameClass(classes: Tensor1D): Tensor2D {
  const [row, column] = [tf.expandDims(classes, 0), tf.expandDims(classes, 1)];
  const same = tf.logicalAnd(tf.equal(row, column), tf.greaterEqual(row, 0));
  return tf.mul(tf.cast(same, 'float32'), offDiagonalOnes(classes.size));
}

/** Mean over rows with positives of the mean over those of −log softmax without the row itself; unit rows, [N, d]. */
export function supervisedContrast(x: Tensor2D, classes: Tensor1D, temperature: number): Scalar {
  const logits = tf.div<Tensor2D>(cosines(x, x), temperature);
  const positives = sameClass(classes);
  const count = tf.sum(positives, 1); // |P(i)|, [N]
  const toPositives = tf.div(tf.sum(tf.mul(positives, logits), 1), tf.maximum(count, 1));
  const rows = tf.mul(tf.sign(count), tf.sub(offDiagonalLogSumExp(logits), toPositives));
  return tf.div(tf.sum(rows), tf.maximum(tf.sum(tf.sign(count)), 1));
}
