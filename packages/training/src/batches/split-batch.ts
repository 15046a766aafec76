import { tf } from '@alignclip/backend';
import type { Share, Tensor, Tensor4D } from '@alignclip/core';
import type { Batch, TowerInputs } from './batch';

/** Cuts what the towers read into `count` chunks of nearly equal size; S and labels stay with the whole batch. */
export function splitBatch({ images, tokens, tokenViews, views, keys }: TowerInputs, count: number): TowerInputs[] {
  const rows = images.shape[0];
  const chunks = Math.min(count, rows);
  const cuts = Array.from({ length: chunks + 1 }, (_, i) => Math.round((i * rows) / chunks));
  return cuts.slice(1).map((end, i) => {
    const start = cuts[i]!;
    const cut = <T extends Tensor>(tensor: T): T => tf.slice(tensor, start, end - start);
    const pair = views?.map((view) => cut(view)) as [Tensor4D, Tensor4D] | undefined;
    return {
      images: cut(images),
      tokens: cut(tokens),
      ...(pair && { views: pair }),
      ...(tokenViews && { tokenViews: cut(tokenViews) }),
      ...(keys && { keys: keys.subarray(2 * start, 2 * end) }),
    };
  });
}

/** The chunks of this worker, of a batch that all workers together have in `count` chunks. */
export function ownChunks({ keys, ...inputs }: Batch, count: number, { rank, size }: Share): TowerInputs[] {
  const words = 2 * inputs.images.shape[0];
  const own = keys && { keys: keys.subarray(rank * words, (rank + 1) * words) };
  return splitBatch({ ...inputs, ...own }, count / size);
}
