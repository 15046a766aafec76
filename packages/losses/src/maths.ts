import { differentiable, matMul, pairCrossEntropy, tf } from '@alignclip/backend';
import { UserError, type Tensor1D, type Tensor2D, type EmbeddedBatch, type Scalar } from '@alignclip/core';

/** Subtracted from entries that must not count; next to any logit its exponential is exactly 0 in float32. */
const masked = 1e9;

/**
 * log Σ_{j≠i} exp(x_ij) of each row of a square matrix, [N, N] → [N]; stable for entries of any size below 1e8.
 * Its gradient is the softmax over the row without the diagonal.
 * @throws UserError for a batch of one, which has no j ≠ i.
 */
export function offDiagonalLogSumExp(x: Tensor2D): Tensor1D {
  const n = x.shape[0];
  if (n < 2) throw new UserError(`a batch of ${n} has no negatives: use a batch size of at least 2`);
  return differentiable<Tensor1D>([x], {
    forward(save) {
      const others = tf.sub<Tensor2D>(x, tf.mul(tf.eye(n), masked));
      const value = tf.logSumExp(others, 1, true); // [N, 1]
      save([tf.exp(tf.sub(others, value))]);
      return tf.squeeze(value, [1]);
    },
    backward: (gradient, [softmax]) => [tf.mul(tf.expandDims(gradient, 1), softmax!)],
  });
}

/** X Yᵀ of unit rows: cosines ⟨x_i, y_j⟩ of every row of one with every row of the other, [N, M]. */
export const cosines = (x: Tensor2D, y: Tensor2D): Tensor2D => matMul(x, y, false, true);

/** ⟨x_i, y_i⟩ of unit rows: the cosine of each pair, [N]. */
export const pairCosines = (x: Tensor2D, y: Tensor2D): Tensor1D => tf.sum(tf.mul(x, y), 1);

/** ‖x_i − y_j‖² of rows of any length, [N, M]. */
export function squaredDistances(x: Tensor2D, y: Tensor2D): Tensor2D {
  const squares = (rows: Tensor2D) => tf.sum(tf.square(rows), 1);
  const sums = tf.add(tf.expandDims(squares(x), 1), tf.expandDims(squares(y), 0));
  return tf.sub(sums, tf.mul(2, cosines(x, y)));
}

/** X Xᵀ of unit rows, [N, N]. Its gradient takes one product: (G + Gᵀ) X. */
export function cosinesWithin(x: Tensor2D): Tensor2D {
  return differentiable<Tensor2D>([x], {
    forward: (save) => {
      save([x]);
      return cosines(x, x);
    },
    backward: (gradient, [rows]) => [matMul(tf.add(gradient, tf.transpose(gradient)), rows as Tensor2D)],
  });
}

export { diagonalMatrix } from '@alignclip/backend';

/** Ones off the diagonal, zeros on it, [N, N]. */
export const offDiagonalOnes = (n: number): Tensor2D => tf.sub(1, tf.eye(n));

/** s = 1/τ of a term: from its own fixed temperature, else the model's learned logit scale. */
export const logitScaleOf = (batch: EmbeddedBatch, temperature: number | undefined): Scalar =>
  temperature === undefined ? batch.logitScale : tf.scalar(1 / temperature);

/** D = 1 − S, [N, N]: 0 between captions of one meaning, 1 between unrelated ones. */
export const semanticDistance = (S: Tensor2D): Tensor2D => tf.sub(1, S);

/** Whose embeddings a term uses. */
export type Modalities = 'both' | 'image' | 'text';

/** Σ_X term(X) with X = I, T or each of them. */
export function sumOverModalities(
  { image, text }: EmbeddedBatch,
  modalities: Modalities,
  term: (embeddings: Tensor2D) => Scalar,
): Scalar {
  if (modalities !== 'both') return term(modalities === 'image' ? image : text);
  return tf.add(term(image), term(text));
}

/** CE(s · I Tᵀ) + CE(s · T Iᵀ): each image among the texts and each text among the images, not halved. */
export const symmetricCrossEntropy = (image: Tensor2D, text: Tensor2D, scale: Scalar, between = cosines): Scalar =>
  pairCrossEntropy(between(image, text), scale);

/**
 * log of the mean over i ≠ j of exp(−t ‖x_i − y_j‖²) for unit rows, where ‖x_i − y_j‖² = 2 − 2⟨x_i,y_j⟩.
 * In [−4t, 0]: lower is more uniform.
 */
export function logMeanPotential(x: Tensor2D, y: Tensor2D, t: number): Scalar {
  const n = x.shape[0];
  const total = tf.logSumExp(offDiagonalLogSumExp(tf.mul(2 * t, cosines(x, y))));
  return tf.sub(total, 2 * t + Math.log(n * (n - 1)));
}

/** Mean over rows of −Σ_j P_ij log softmax(L)_ij: cross-entropy with given targets, whose rows need not sum to 1. */
export const crossEntropyWithTargets = (logits: Tensor2D, targets: Tensor2D): Scalar =>
  tf.neg(tf.div(tf.sum(tf.mul(targets, tf.logSoftmax(logits))), logits.shape[0]));

/** Mean over rows of KL(P_i ‖ softmax(L)_i) = Σ_j P_ij (log P_ij − log softmax(L)_ij), with 0 log 0 = 0; ≥ 0. */
export function divergenceFrom(targets: Tensor2D, logits: Tensor2D): Scalar {
  const entropies = tf.sum(tf.mul(targets, tf.log(tf.maximum(targets, 1e-37))));
  return tf.add(crossEntropyWithTargets(logits, targets), tf.div(entropies, logits.shape[0]));
}
