import { matMul, tf } from '@alignclip/backend';
import type { Tensor1D, Tensor2D } from '@alignclip/core';

/** X Yᵀ of unit rows: cosines ⟨x_i, y_j⟩ of every row of one with every row of the other, [N, M]. */
export const cosines = (x: Tensor2D, y: Tensor2D): Tensor2D => matMul(x, y, false, true);

/** ⟨x_i, y_i⟩ of unit rows: the cosine of each pair, [N]. */
export const pairCosines = (x: Tensor2D, y: Tensor2D): Tensor1D => tf.sum(tf.mul(x, y), 1);
