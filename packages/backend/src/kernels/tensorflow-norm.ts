import type { Tensor, Tensor1D, Tensor2D } from '@alignclip/core';
import { tf } from '../tf';
import { addBias, type NormWeights } from './branch-ends';
import { type Attribute, bool, dataType, type EagerBackend, float, string } from './eager';
import { sumRows } from './mat-mul';

/** Layer normalisation on TensorFlow's own operations, with what its gradient needs. */
export interface NormedRows {
  readonly rows: Tensor2D;
  readonly saved: Tensor[];
}

/**
 * (x − μ) / √(σ² + ε) · scale + bias of every row of x [n, d]. One image of n channels and d positions: the batch norm of a
 * channel is the norm of a row, and TensorFlow has it in one operation, as it has its gradient.
 */
export function normed(native: EagerBackend, x: Tensor2D, { scale, bias, epsilon = 1e-5 }: NormWeights): NormedRows {
  const image = asImage(x);
  const [n] = x.shape;
  const unused = tf.tensor1d([], 'float32');
  const inputs = [image, tf.ones([n]), tf.zeros([n]), unused, unused];
  const attributes = [...batchNorm(epsilon), float('exponential_avg_factor', 1)];
  const [y, , , ...moments] = native.executeMultipleOutputs('FusedBatchNormV3', attributes, inputs, 6) as [
    Tensor,
    ...Tensor[],
  ];
  const normal = tf.reshape<tf.Rank.R2>(y, x.shape);
  return { rows: addBias(native, tf.mul(normal, scale), bias), saved: [image, normal, scale, ...moments] };
}

/** The gradients of x, scale and bias. */
export function normedGradient(
  native: EagerBackend,
  dy: Tensor2D,
  saved: readonly Tensor[],
  epsilon = 1e-5,
): [Tensor2D, Tensor1D, Tensor1D] {
  const [image, normal, scale, ...moments] = saved as [Tensor, Tensor2D, Tensor1D, ...Tensor[]];
  const inputs = [asImage(tf.mul(dy, scale)), image, tf.ones([dy.shape[0]]), ...moments];
  const [dImage] = native.executeMultipleOutputs('FusedBatchNormGradV3', batchNorm(epsilon), inputs, 5);
  return [tf.reshape(dImage!, dy.shape), sumRows(tf.mul(dy, normal)), sumRows(dy)];
}

/** Tensors that `normed` saves. */
export const savedByNorm = 6;

const asImage = (x: Tensor2D): Tensor => tf.reshape(x, [1, ...x.shape, 1]);

const batchNorm = (epsilon: number): Attribute[] => [
  dataType('T', 'float32'),
  dataType('U', 'float32'),
  float('epsilon', epsilon),
  string('data_format', 'NCHW'),
  bool('is_training', true),
];
