import { tf } from '@alignclip/backend';
import type { Scalar, Tensor1D, Tensor2D } from '@alignclip/core';
import { cosines, pairCosines } from './cosines';
import { offDiagonalLogSumExp } from './off-diagonal-log-sum-exp';

/**
 * Mean over rows i of −log( exp(⟨a_i,b_i⟩/τ) / (Σ_j exp(⟨a_i,b_j⟩/τ) + Σ_{j≠i} exp(⟨a_i,a_j⟩/τ)) ) for unit rows,
 * [N, d] each; ≥ 0.
 */
export function twoViewContrast(a: Tensor2D, b: Tensor2D, temperature: number): Scalar {
  const across = tf.logSumExp(tf.div(cosines(a, b), temperature), 1); // [N]
  const within = offDiagonalLogSumExp(tf.div(cosines(a, a), temperature)); // [N]
  const all = tf.logSumExp(tf.stack([across, within], 1), 1) as Tensor1D;
  return tf.mean(tf.sub(all, tf.div(pairCosines(a, b), temperature)));
}
