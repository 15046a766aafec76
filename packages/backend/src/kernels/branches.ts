import type { LinearWeights, NormWeights } from './branch-ends';
import type { Dropped } from './dropout';

/** How the rows of a packed query-key-value matrix are laid out. */
export interface AttentionShape {
  batch: number;
  tokens: number;
  heads: number;
  /** Tokens attend to themselves and earlier ones only. */
  causal: boolean;
}

/** Weights of the attention half of a pre-LN block of width w: qkv [w, 3w], output [w, w]. */
export interface AttentionBranch {
  readonly norm: NormWeights;
  readonly qkv: LinearWeights;
  readonly output: LinearWeights;
}

/** Weights of the MLP half of a pre-LN block of width w and MLP width m: input [w, m], output [m, w]. */
export interface MlpBranch {
  readonly norm: NormWeights;
  readonly input: LinearWeights;
  readonly output: LinearWeights;
  /** What dropout leaves out of the branch before the sum; without it, nothing. */
  readonly dropped?: Dropped | undefined;
}
