import { tf } from '@alignclip/backend';
import type { EmbeddedBatch, Scalar, Tensor2D } from '@alignclip/core';

/** Which embeddings a term looks at. */
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
