import { tf } from '@alignclip/backend';
import { UserError, type EmbeddedBatch, type Tensor2D } from '@alignclip/core';

/** D = 1 − S, [N, N]: 0 between captions of one meaning, 1 between unrelated ones. Throws where the batch has no S. */
export function semanticDistance({ semanticSimilarity }: EmbeddedBatch): Tensor2D {
  if (semanticSimilarity === undefined) {
    throw new UserError(
      'D = 1 - S needs the semantic similarity of the captions: name a teacher, or set rescale: false',
    );
  }
  return tf.sub(1, semanticSimilarity);
}
