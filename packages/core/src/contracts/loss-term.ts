import { slot } from '../token';
import type { Scalar, Tensor1D, Tensor2D } from '../tensors';

/** What a loss term may ask for beyond the embeddings; a run makes what its terms ask for and nothing else. */
export type Signal = 'semanticSimilarity' | 'views' | 'labels';

/** What the towers make of a batch. N = batch size, d = embedding width, w = feature width. */
export interface TowerOutputs {
  /** Unit rows v_i, [N, d]. */
  readonly image: Tensor2D;
  /** Unit rows t_i, [N, d]. */
  readonly text: Tensor2D;
  /** The image tower's features of an augmented view of each image, [N, w]; there when a term needs `views`. */
  readonly firstView?: Tensor2D;
  /** The same of another view, [N, w]. */
  readonly secondView?: Tensor2D;
}

/** One batch after the encoders. */
export interface EmbeddedBatch extends TowerOutputs {
  /** 1/τ, a scalar in [1, 100] after the clamp. */
  readonly logitScale: Scalar;
  /** S: cosine similarity of the captions' sentence embeddings, [N, N]; there when a term needs it. */
  readonly semanticSimilarity?: Tensor2D;
  /** Number of each example's class by name of the class set, -1 without one, [N] int32; there when a term needs it. */
  readonly labels?: Readonly<Record<string, Tensor1D>>;
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
