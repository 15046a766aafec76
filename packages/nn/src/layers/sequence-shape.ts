/** Sequences are stored as rows: [batch * tokens, width]. */
export interface SequenceShape {
  readonly batch: number;
  readonly tokens: number;
}
