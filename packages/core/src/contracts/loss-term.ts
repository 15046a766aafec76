import { slot } from '../token';
import type { Scalar, Tensor2D } from '../tensors';

/** What a loss term may ask for beyond the embeddings. */
export type Signal = 'semanticSimilarity';

/** One batch after the encoders. N = batch size, d = embedding width. */
export interface EmbeddedBatch {
  /** Unit rows v_i, [N, d]. */
  readonly image: Tensor2D;
  /** Unit rows t_i, [N, d]. */
  readonly text: Tensor2D;
  /** 1/τ, a scalar in [1, 100] after the clamp. */
  readonly logitScale: Scalar;
  /** S: cosine similarity of the captions' sentence embeddings, [N, N]; there when a term needs it. */
  readonly semanticSimilarity?: Tensor2D;
}

/** One summand L_k of the objective L = Σ w_k L_k. */
export interface LossTerm {
  /** The key in logs and records, for example `L_IMsep`. */
  readonly symbol: string;
  /** w_k; the objective multiplies, `compute` does not. */
  readonly weight: number;
  readonly needs?: readonly Signal[];
  /** The unweighted term: a finite scalar that does not depend on the order of the batch. */
  compute(batch: EmbeddedBatch): Scalar;
}

export const LossTerm = slot<LossTerm>()('losses', { many: true });
