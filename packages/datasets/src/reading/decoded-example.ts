import type { Example, KnownImages, RawImage } from '@alignclip/core';
import { createHash } from 'node:crypto';
import { CorruptError, type CorruptItem } from '../corrupt';
import { decodeImage, type DecodeImageOptions } from '../images/decode-image';
import type { StoredExample } from './part';

export interface DecodeOptions extends DecodeImageOptions {
  /** Images that need not be decoded. */
  readonly known?: KnownImages | undefined;
}

/** sharp has four threads of libuv. */
export const decodesAtOnce = 4;

/** The example with its decoded image, or why the image can't be read. */
export async function decoded(stored: StoredExample, options: DecodeOptions): Promise<Example | CorruptItem> {
  const { id, captions, labels } = stored;
  try {
    const loaded = await stored.load();
    const image = loaded instanceof Uint8Array ? await imageOf(loaded, options) : loaded;
    return { id, image, captions, ...(labels && { labels }) };
  } catch (error) {
    if (error instanceof CorruptError) return { damaged: id, reason: error.message };
    throw error;
  }
}

async function imageOf(file: Uint8Array, { known, ...options }: DecodeOptions): Promise<RawImage> {
  if (known === undefined) return decodeImage(file, options);
  const { shorterEdge = 'whole' } = options;
  const hash = createHash('sha256').update(`${shorterEdge}\n`).update(file).digest('hex');
  const found = await known.find(hash);
  if (found !== undefined) return found;
  const image = await decodeImage(file, options);
  await known.add(hash, image);
  return image;
}

/**
 * Maps items, at most `atOnce` at the same time, and gives the results in the order of the items. What needs much memory
 * awaits `turn`: it comes when all earlier results were taken.
 */
export async function* mapInOrder<T, R>(
  items: AsyncIterable<T> | Iterable<T>,
  atOnce: number,
  map: (item: T, turn: () => Promise<void>) => Promise<R>,
): AsyncGenerator<R> {
  const running: Running<R>[] = [];
  const first = (): Promise<R> => {
    const { result, come } = running.shift()!;
    come();
    return result;
  };
  try {
    for await (const item of items) {
      running.push(started(item, map));
      if (running.length >= atOnce) yield await first();
    }
    while (running.length > 0) yield await first();
  } finally {
    for (const { cancel } of running) cancel();
    await Promise.allSettled(running.map(({ result }) => result));
  }
}

interface Running<R> {
  readonly result: Promise<R>;
  /** Its turn has come. */
  readonly come: () => void;
  readonly cancel: () => void;
}

function started<T, R>(item: T, map: (item: T, turn: () => Promise<void>) => Promise<R>): Running<R> {
  let [come, cancel] = [(): void => undefined, (): void => undefined];
  const turn = new Promise<void>((resolve, reject) => {
    come = resolve;
    cancel = () => reject(new Error('nobody takes the result'));
  });
  turn.catch(() => undefined);
  const result = map(item, () => turn);
  result.catch(() => undefined); // thrown when its turn comes
  return { result, come, cancel };
}
