import { tf } from '@alignclip/backend';
import type { Json, Tensor2D, Tensor4D } from '@alignclip/core';

/** One training batch, ready for the towers; whoever asked for it disposes it. */
export interface Batch {
  readonly images: Tensor4D; // [N, S, S, 3]
  readonly tokens: Tensor2D; // [N, T] int32
  readonly semanticSimilarity?: Tensor2D; // [N, N]
  /** Where the data stand after it; absent where a step's number tells that. */
  readonly position?: Json;
}

export function disposeBatch({ images, tokens, semanticSimilarity }: Batch): void {
  tf.dispose([images, tokens]);
  semanticSimilarity?.dispose();
}

/** Gives training its batches. */
export interface Batches {
  /** Before the first batch: the step that it belongs to, and the position of the batch before it. */
  begin(step: number, position?: Json): Promise<void>;
  /** The batch of a step counted from 0. */
  batch(step: number): Promise<Batch>;
  /** After the last batch; closes files. */
  end(): Promise<void>;
}
