import type { Example } from '@alignclip/core';
import { CorruptError, type CorruptItem } from '../corrupt';
import { decodeImage } from '../images/decode-image';
import type { StoredExample } from './part';

export interface DecodeOptions {
  /** Larger images are shrunk to this shorter edge in pixels. */
  readonly shorterEdge?: number | undefined;
}

/** sharp has four threads of libuv. */
export const decodesAtOnce = 4;

/** The example with its decoded image, or why the image can't be read. */
export async function decoded(stored: StoredExample, { shorterEdge }: DecodeOptions): Promise<Example | CorruptItem> {
  const { id, captions, labels } = stored;
  try {
    const loaded = await stored.load();
    const image = loaded instanceof Uint8Array ? await decodeImage(loaded, { shorterEdge }) : loaded;
    return { id, image, captions, ...(labels && { labels }) };
  } catch (error) {
    if (error instanceof CorruptError) return { damaged: id, reason: error.message };
    throw error;
  }
}

/** Maps items, at most `atOnce` at the same time, and gives the results in the order of the items. */
export async function* mapInOrder<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  atOnce: number,
  map: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  try {
    for await (const item of items) {
      const result = map(item);
      result.catch(() => undefined); // thrown when its turn comes
      running.push(result);
      if (running.length >= atOnce) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}
