import type { Tensor2D, Tensor4D } from '@alignclip/core';

/** One training batch, ready for the towers; whoever asked for it disposes it. */
export interface Batch {
  readonly images: Tensor4D; // [N, S, S, 3]
  readonly tokens: Tensor2D; // [N, T] int32
  readonly semanticSimilarity?: Tensor2D; // [N, N]
}
