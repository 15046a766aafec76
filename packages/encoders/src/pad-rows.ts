import type { TokenMatrix } from '@alignclip/core';

/** Rows padded with zeros to the longest one. */
export function padRows(rows: readonly (readonly number[])[]): TokenMatrix {
  const columns = rows.reduce((longest, { length }) => Math.max(longest, length), 0);
  const ids = new Int32Array(rows.length * columns);
  rows.forEach((row, i) => ids.set(row, i * columns));
  return { rows: rows.length, columns, ids };
}
