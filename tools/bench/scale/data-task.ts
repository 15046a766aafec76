/** A data set of so many images of 64 × 64, of which batches of crops are made. */
export interface DataTask {
  readonly examples: number;
  readonly batchSize: number;
}
