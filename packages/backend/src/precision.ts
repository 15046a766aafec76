/** What the operands of matrix products are rounded to; sums, and everything else, are float32. */
export const precisions = ['float32', 'bfloat16'] as const;
export type Precision = (typeof precisions)[number];

let current: Precision = 'float32';

/** The precision of the products that are made now. */
export const productPrecision = (): Precision => current;

/**
 * Runs `work` with the matrix products of our kernels (`matMul`, `linear`, `rowProduct`, `attention`, `shiftedAttention`,
 * `mlpBranch`, `attentionBranch`) in this precision; each gradient keeps that of its product, wherever it is taken. Only
 * what `work` does before it returns.
 */
export function withPrecision<T>(precision: Precision, work: () => T): T {
  const before = current;
  current = precision;
  try {
    return work();
  } finally {
    current = before;
  }
}
