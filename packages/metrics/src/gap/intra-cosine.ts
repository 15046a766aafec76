import type { Matrix } from '@alignclip/core';
import { innerProduct } from '../matrix/inner-products';
import { ofAllCaptions } from './all-captions';
import { defineGapMetric } from './define-gap-metric';
import type { Weights } from './weighted';
import { weightedMeanRow } from './weighted-mean-row';

/**
 * mean_{i≠j} ⟨x_i, x_j⟩ under weights, from the sum vector: (‖Σ w_i x_i‖² − Σ w_i² ‖x_i‖²) / ((Σ w_i)² − Σ w_i²).
 * Pairs of an example with its own copies are left out.
 */
export function prepareIntraCosine(matrix: Matrix): (weights: Weights) => number {
  const norms = Float64Array.from({ length: matrix.rows }, (_, i) => innerProduct(matrix, i, matrix, i));
  return (weights) => {
    let [total, squares, own] = [0, 0, 0];
    for (let i = 0; i < matrix.rows; i += 1) {
      const weight = weights[i]!;
      total += weight;
      squares += weight * weight;
      own += weight * weight * norms[i]!;
    }
    const mean = weightedMeanRow(matrix, weights);
    const joint = mean.reduce((sum, value) => sum + value * value, 0) * total * total;
    return (joint - own) / (total * total - squares);
  };
}

/** mean_{i≠j} ⟨v_i, v_j⟩: how narrow the cone of the images is, in [-1, 1]. */
export const intraCosineImage = defineGapMetric('intra-cosine-image', (image) => prepareIntraCosine(image));

/** mean_{i≠j} ⟨t_i, t_j⟩: how narrow the cone of the texts is, in [-1, 1]. */
export const intraCosineText = defineGapMetric('intra-cosine-text', (_image, text) => prepareIntraCosine(text), {
  prepareCaptions: (_image, texts) => ofAllCaptions(texts, prepareIntraCosine),
});
