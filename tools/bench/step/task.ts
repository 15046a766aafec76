import type { Shape, Variant } from './shapes';

/** What both sides are told: sizes, and the token ids of a few batches, filled up to the context with zeros. */
export interface StepTask extends Shape {
  readonly variant: Variant;
  readonly vocabularySize: number;
  /** Our side cuts columns that no text of a batch reaches. */
  readonly trim: boolean;
  readonly batches: readonly (readonly number[])[]; // each [batchSize * contextLength]
  readonly threads: number;
  /** The other side compiles its model first. */
  readonly compile: boolean;
}

/** What a side says when its model stands. */
export interface Ready {
  readonly parameters: number;
  readonly versions: string;
}
