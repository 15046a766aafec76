type Size = readonly [rows: number, columns: number];

/** Of the inputs of an MLP branch: x, scale and bias of its norm, kernel and bias into it, kernel and bias out of it. */
export const mlpSizes = (rows: number, width: number, inner: number): Size[] => [
  [rows, width],
  [1, width],
  [1, width],
  [width, inner],
  [1, inner],
  [inner, width],
  [1, width],
];

/** Of the inputs of an attention branch: x, scale and bias of its norm, kernel and bias of q, k and v, and of its output. */
export const attentionSizes = (rows: number, width: number): Size[] => [
  [rows, width],
  [1, width],
  [1, width],
  [width, 3 * width],
  [1, 3 * width],
  [width, width],
  [1, width],
];
