import type { Example } from '@alignclip/core';
import { decodeImage } from '../images/decode-image';
import { DamageError, type Damage, type StoredExample } from './stored-example';

export interface DecodeOptions {
  /** Larger images are shrunk so that their shorter edge has so many pixels. */
  readonly shorterEdge?: number | undefined;
}

/** libuv gives sharp four threads. */
export const decodesAtOnce = 4;

/** The example with its image, or what is wrong with that. */
export async function decoded(stored: StoredExample, { shorterEdge }: DecodeOptions): Promise<Example | Damage> {
  const { id, captions, labels } = stored;
  try {
    const loaded = await stored.load();
    const image = loaded instanceof Uint8Array ? await decodeImage(loaded, { shorterEdge }) : loaded;
    return { id, image, captions, ...(labels && { labels }) };
  } catch (error) {
    if (error instanceof DamageError) return { damaged: id, reason: error.message };
    throw error;
  }
}
