import type { Example } from '@alignclip/core';

/** A training example, with what all chance about it follows from. */
export interface DrawnExample {
  readonly example: Example;
  readonly epoch: number;
  /** Its number within the training split. */
  readonly index: number;
}

/** Gives training its examples. */
export interface ExampleFeed {
  /** The examples of the batch of a step counted from 0. */
  draw(step: number): Promise<readonly DrawnExample[]>;
}
