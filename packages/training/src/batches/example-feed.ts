import type { DrawnExample } from '@alignclip/core';

export type { DrawnExample };

/** Gives training its examples. */
export interface ExampleFeed {
  /** The examples of the batch of a step counted from 0. */
  draw(step: number): Promise<readonly DrawnExample[]>;
}
