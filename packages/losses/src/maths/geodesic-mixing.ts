import { crossEntropyWithDiagonal, tf } from '@alignclip/backend';
import type { Scalar, Tensor2D } from '@alignclip/core';
import { cosines, crossEntropyWithTargets, diagonalMatrix, offDiagonalOnes, pairCosines } from '../maths';

/** Nearer to 1 the cosine would leave no angle to divide by; rows that near are mixed as if this far apart. */
const largestCosine = 1 - 1e-6;

/** [sin(λθ) a + sin((1 − λ)θ) b] / sin θ of each pair of unit rows, θ their angle, [N, d]; unit rows. */
export function geodesicMixture(a: Tensor2D, b: Tensor2D, lambda: number): Tensor2D {
  const cosine = tf.clipByValue(pairCosines(a, b), -largestCosine, largestCosine);
  const [angle, sine] = [tf.acos(cosine), tf.sqrt(tf.sub(1, tf.square(cosine)))];
  const part = (share: number, rows: Tensor2D) =>
    tf.mul<Tensor2D>(tf.expandDims(tf.div(tf.sin(tf.mul(share, angle)), sine), 1), rows);
  return tf.add(part(lambda, a), part(1 - lambda, b));
}

/** CE(s (K ∘ I + V Mᵀ ∘ (1 − I))) + CE(s (Kᵀ ∘ I + T Mᵀ ∘ (1 − I))) with M_j between v_j and t_j; not halved. */
export function crossMix(image: Tensor2D, text: Tensor2D, scale: Scalar, lambda: number): Scalar {
  const mixtures = geodesicMixture(image, text, lambda);
  const pairs: Tensor2D = diagonalMatrix(pairCosines(image, text));
  const among = (rows: Tensor2D): Scalar => {
    const negatives = tf.mul<Tensor2D>(cosines(rows, mixtures), offDiagonalOnes(rows.shape[0]));
    return crossEntropyWithDiagonal(tf.mul(scale, tf.add<Tensor2D>(pairs, negatives)));
  };
  return tf.add(among(image), among(text));
}

export interface Mixing {
  readonly image: Tensor2D;
  readonly text: Tensor2D;
  readonly scale: Scalar;
  /** Of each example, the number of the one that it is mixed with, [N]. */
  readonly partners: Int32Array;
  /** Whether entries of neither the example nor its partner stay those of K. */
  readonly originalNegatives: boolean;
}

/** The partner of each example: the batch in the order of these numbers, reversed. The middle of an odd batch has itself. */
export function partnersOf(numbers: ArrayLike<number>): Int32Array {
  const order = Array.from(numbers, (_, i) => i).sort((a, b) => numbers[a]! - numbers[b]!);
  const partners = new Int32Array(order.length);
  order.forEach((example, place) => (partners[example] = order[order.length - 1 - place]!));
  return partners;
}

/** One part of m³-mix: images, texts, or both mixed with those of partners; ½ of both directions. */
export function withPartners(mixing: Mixing, mixed: 'images' | 'texts' | 'together', lambda: number): Scalar {
  const { image, text, scale, partners, originalNegatives } = mixing;
  const mixture = (rows: Tensor2D): Tensor2D =>
    geodesicMixture(rows, tf.gather(rows, tf.tensor1d(partners, 'int32')), lambda);
  const n = partners.length;
  const [own, other] = [tf.eye(n), tf.cast(tf.oneHot(tf.tensor1d(partners, 'int32'), n), 'float32') as Tensor2D];
  const similarities = cosines(mixed === 'texts' ? image : mixture(image), mixed === 'images' ? text : mixture(text));
  const shown = originalNegatives
    ? tf.where(tf.greater(tf.add(own, other), 0), similarities, cosines(image, text))
    : similarities;
  const weights = mixed === 'together' ? [1, 1] : [lambda, 1 - lambda];
  const targets = tf.add<Tensor2D>(tf.mul(weights[0]!, own), tf.mul(weights[1]!, other));
  const logits = tf.mul<Tensor2D>(scale, shown);
  const both = tf.add(crossEntropyWithTargets(logits, targets), crossEntropyWithTargets(tf.transpose(logits), targets));
  return tf.mul(0.5, both);
}
