import { type Matrix, UserError } from '@alignclip/core';

/** The rows of all parts below each other. Throws UserError on parts of different width. */
export function stackRows(parts: readonly Matrix[]): Matrix {
  const columns = parts[0]?.columns ?? 0;
  const other = parts.find((part) => part.columns !== columns);
  if (other) throw new UserError(`embeddings are ${columns} wide in one part and ${other.columns} in another`);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const values = new Float32Array(rows * columns);
  let at = 0;
  for (const part of parts) {
    values.set(part.values, at);
    at += part.values.length;
  }
  return { rows, columns, values };
}
