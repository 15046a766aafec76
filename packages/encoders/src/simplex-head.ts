import { differentiable, tf } from '@alignclip/backend';
import {
  defineComponent,
  EmbeddingHead,
  type Matrix,
  type RowSimilarity,
  type Scorer,
  type Tensor2D,
} from '@alignclip/core';
import { z } from 'zod';

/**
 * Rows on the simplex instead of the sphere: p = softmax of the row before normalisation, compared by the negative total
 * variation −½ ‖p − q‖₁, in [−1, 0]. Loss terms that compare by `similarity` can be used; others take unit rows.
 * Source: the simplex of retreever (Interspeech 2026), by its README: no code of the embeddings is published.
 */
export const simplexHead = defineComponent(EmbeddingHead)({
  type: 'simplex-head',
  options: z.strictObject({}),
  create: () => ({ takes: 'raw', embed: (rows) => tf.softmax(rows), similarity: negativeTotalVariation }),
});

export const negativeTotalVariation: RowSimilarity = {
  rows: 'own',
  between: (x, y) => tf.neg(totalVariation(x, y)),
  scorer: (candidates) => scorerOf(candidates),
};

/** Numbers of differences at once. */
const atOnce = 2 ** 22;

/** ½ Σ_k |x_ik − y_jk|, [N, d] and [M, d] → [N, M], in memory for a part of the rows at a time. */
export function totalVariation(x: Tensor2D, y: Tensor2D): Tensor2D {
  const [n, d] = x.shape;
  const rows = Math.max(1, Math.floor(atOnce / y.size));
  const starts = Array.from({ length: Math.ceil(n / rows) }, (_, i) => i * rows);
  const differences = (start: number) => {
    const part = tf.slice(x, start, Math.min(rows, n - start));
    return tf.sub(tf.expandDims(part, 1), tf.expandDims(y, 0)); // [rows, M, d]
  };
  return differentiable<Tensor2D>([x, y], {
    forward: () => tf.concat(starts.map((start) => tf.tidy(() => half(tf.sum(tf.abs(differences(start)), 2))))),
    backward(gradient) {
      const ofRows: Tensor2D[] = [];
      let ofOthers: Tensor2D = tf.zeros([y.shape[0], d]);
      for (const start of starts) {
        const own = tf.slice(gradient, start, Math.min(rows, n - start));
        const signs = tf.mul(tf.sign(differences(start)), tf.expandDims(half(own), 2));
        ofRows.push(tf.sum<Tensor2D>(signs, 1));
        ofOthers = tf.sub(ofOthers, tf.sum(signs, 0));
      }
      return [tf.concat(ofRows), ofOthers];
    },
  });
}

const half = (x: ReturnType<typeof tf.sum>): Tensor2D => tf.mul(0.5, x);

/** −½ Σ_k |q_k − c_k| of a query and every candidate, in float64. */
function scorerOf({ rows, columns, values }: Matrix): Scorer {
  return (queries, query, into) => {
    const from = query * columns;
    for (let row = 0, at = 0; row < rows; row += 1) {
      let sum = 0;
      for (let k = 0; k < columns; k += 1, at += 1) sum += Math.abs(queries.values[from + k]! - values[at]!);
      into[row] = -sum / 2;
    }
    return into;
  };
}
