/** What a few real steps of a cell took. */
export type Measurement = {
  /** From the start of the process to the first step. */
  readonly startSeconds: number;
  /** Median of the counted steps, batches included. */
  readonly stepSeconds: number;
  /** Bytes that the process held at most; absent where the system doesn't tell. */
  readonly peakMemory?: number;
};
