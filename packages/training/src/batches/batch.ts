import { tf } from '@alignclip/backend';
import type { EmbeddedBatch, Json, Tensor2D, Tensor4D } from '@alignclip/core';

/** What the towers read. */
export interface TowerInputs {
  readonly images: Tensor4D; // [N, S, S, 3]
  readonly tokens: Tensor2D; // [N, T] int32
  /** Two augmented views of each image, [N, S, S, 3], where a term asks for them. */
  readonly views?: readonly [Tensor4D, Tensor4D];
}

/** What terms read as it is: S and classes of the whole batch, where a term asks for them. */
export type GivenSignals = Pick<EmbeddedBatch, 'semanticSimilarity' | 'labels'>;

/** One training batch, ready for the towers; whoever asked for it disposes it. */
export interface Batch extends TowerInputs, GivenSignals {
  /** Where the data stand after it; absent where a step's number tells that. */
  readonly position?: Json;
}

export const givenSignals = ({ semanticSimilarity, labels }: Batch): GivenSignals => ({
  ...(semanticSimilarity && { semanticSimilarity }),
  ...(labels && { labels }),
});

export function disposeBatch({ images, tokens, views, semanticSimilarity, labels }: Batch): void {
  tf.dispose([images, tokens, ...(views ?? []), ...Object.values(labels ?? {})]);
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
