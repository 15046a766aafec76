import { tf } from '@alignclip/backend';
import type { Tensor, Tensor4D } from '@alignclip/core';
import type { TowerInputs } from './batch';

/** Cuts what the towers read into `count` chunks of nearly equal size; S and classes stay with the whole batch. */
export function splitBatch({ images, tokens, views }: TowerInputs, count: number): TowerInputs[] {
  const rows = images.shape[0];
  const cuts = Array.from({ length: Math.min(count, rows) + 1 }, (_, i) =>
    Math.round((i * rows) / Math.min(count, rows)),
  );
  return cuts.slice(1).map((end, i) => {
    const start = cuts[i]!;
    const cut = <T extends Tensor>(tensor: T): T => tf.slice(tensor, start, end - start);
    const pair = views?.map((view) => cut(view)) as [Tensor4D, Tensor4D] | undefined;
    return { images: cut(images), tokens: cut(tokens), ...(pair && { views: pair }) };
  });
}
