import type { Precision } from '@alignclip/backend';
import type { Cluster } from '@alignclip/core';
import type { Shape, Variant } from './shapes';

/** What a model is built from. */
export interface ModelTask extends Shape {
  readonly variant: Variant;
  readonly vocabularySize: number;
}

/** What both sides are told: sizes, and the token ids of a few batches, filled up to the context with zeros. */
export interface StepTask extends ModelTask {
  /** Our side cuts columns that no text of a batch reaches. */
  readonly trim: boolean;
  readonly batches: readonly (readonly number[])[]; // each [batchSize * contextLength]
  readonly threads: number;
  /** Chunks in which our side embeds a batch; 1 unless given. */
  readonly accumulate?: number;
  /** The workers that make a step together, and which of them this one is. */
  readonly cluster?: Cluster;
  /** bfloat16: of our products, and the other side's autocast; float32 unless given. */
  readonly precision?: Precision;
  /** Where the other side computes (ours: where its backend does); the processor unless given. */
  readonly device?: 'cpu' | 'cuda';
  /** The other side compiles its model first. */
  readonly compile: boolean;
}

/** What a side says when its model stands. */
export interface Ready {
  readonly parameters: number;
  readonly versions: string;
}
