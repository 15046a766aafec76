import type { DrawnExample, Json } from '@alignclip/core';

export type { DrawnExample };

/** The examples of one batch. */
export interface Draw {
  readonly examples: readonly DrawnExample[];
  /** Where the feed stands after them; absent where a step's number tells that. */
  readonly position?: Json;
}

/** Gives training its examples. */
export interface ExampleFeed {
  /** Before the first draw: its step, and the position of the draw before it. */
  begin(step: number, position?: Json): Promise<void>;
  /** The examples of the batch of a step counted from 0. */
  draw(step: number): Promise<Draw>;
  /** After the last draw; closes files. */
  end(): Promise<void>;
}
