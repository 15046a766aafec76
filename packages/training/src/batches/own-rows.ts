import type { Share, TokenMatrix } from '@alignclip/core';

/** The own rows, as long as the longest of the whole batch: another width would change the last bits. */
export function ownTokens(all: TokenMatrix, share?: Share): TokenMatrix {
  if (share === undefined || share.size === 1) return all;
  const rows = all.rows / share.size;
  const [start, length] = [share.rank * rows * all.columns, rows * all.columns];
  return { rows, columns: all.columns, ids: all.ids.slice(start, start + length) };
}
