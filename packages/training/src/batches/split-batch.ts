import { tf } from '@alignclip/backend';
import type { Batch } from './batch';

/** Cuts pictures and texts into `count` chunks of nearly equal size; S stays with the whole batch. */
export function splitBatch({ images, tokens }: Batch, count: number): Batch[] {
  const rows = images.shape[0];
  const cuts = Array.from({ length: Math.min(count, rows) + 1 }, (_, i) =>
    Math.round((i * rows) / Math.min(count, rows)),
  );
  return cuts.slice(1).map((end, i) => {
    const start = cuts[i]!;
    return { images: tf.slice(images, start, end - start), tokens: tf.slice(tokens, start, end - start) };
  });
}
