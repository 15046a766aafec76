import type { Json } from '@alignclip/core';
import type { BatchNumbers } from './batch-numbers';

/** Makes the numbers of training's batches, on this thread or another. */
export interface BatchMaker {
  /** Before the first batch: the step that it belongs to, and the position of the batch before it. */
  begin(step: number, position?: Json): Promise<void>;
  /** The batch of a step counted from 0. */
  make(step: number): Promise<BatchNumbers>;
  /** After the last batch; closes files. */
  end(): Promise<void>;
}
