/** Samples that were drawn together, so that their sums over a matrix are one product. */
export interface Batch {
  /** How often each unit occurs, one sample a row. */
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
  /** The rows, as views. */
  readonly samples: readonly Float64Array[];
}

const batches = new WeakMap<Float64Array, Batch>();

/** An empty batch; each of its samples knows it. */
export function newBatch(rows: number, columns: number): Batch {
  const values = new Float64Array(rows * columns);
  const samples = Array.from({ length: rows }, (_, i) => values.subarray(i * columns, (i + 1) * columns));
  const batch = { rows, columns, values, samples };
  for (const sample of samples) batches.set(sample, batch);
  return batch;
}

/** The batch that a sample belongs to; it alone where it was made by itself. */
export function batchOf(sample: Float64Array): Batch {
  const known = batches.get(sample) ?? { rows: 1, columns: sample.length, values: sample, samples: [sample] };
  batches.set(sample, known);
  return known;
}
