import type { Share, TokenMatrix } from '@alignclip/core';
import { splitBatch, type Batch, type TowerInputs } from './batch';

/** The own rows, as long as the longest of the whole batch: another width would change the last bits. */
export function ownTokens(all: TokenMatrix, share?: Share): TokenMatrix {
  if (share === undefined || share.size === 1) return all;
  const rows = all.rows / share.size;
  const [start, length] = [share.rank * rows * all.columns, rows * all.columns];
  return { rows, columns: all.columns, ids: all.ids.slice(start, start + length) };
}

/** The chunks of this worker, of a batch that all workers together have in `count` chunks. */
export function ownChunks({ keys, ...inputs }: Batch, count: number, { rank, size }: Share): TowerInputs[] {
  const words = 2 * inputs.images.shape[0];
  const own = keys && { keys: keys.subarray(rank * words, (rank + 1) * words) };
  return splitBatch({ ...inputs, ...own }, count / size);
}
