import type { DualEncoder, Matrix, RawImage } from '@alignclip/core';
import { matrixFromRows, row } from '@alignclip/metrics';
import { createHash } from 'node:crypto';

/** Embeddings by content hash (base64 of SHA-256). */
export interface KnownEmbeddings {
  readonly image: Map<string, Float32Array>;
  readonly text: Map<string, Float32Array>;
}

export const noEmbeddings = (): KnownEmbeddings => ({ image: new Map(), text: new Map() });

/**
 * The same model, but it embeds each image and each text once (by content) and none that is `known`. Keeps the
 * embeddings, not the images.
 */
export function cachedEncoder(model: DualEncoder, known = noEmbeddings()): DualEncoder {
  const images = cached(imageKeys(), known.image, (images: readonly RawImage[]) => model.embedImages(images));
  const texts = cached(textKey, known.text, (items: readonly string[]) => model.embedTexts(items));
  return {
    embedImages: images,
    embedTexts: texts,
    textKey: model.textKey,
    get logitScale() {
      return model.logitScale;
    },
  };
}

const textKey = (text: string): string => createHash('sha256').update(text).digest('base64');

function cached<Item>(
  keyOf: (item: Item) => string,
  known: Map<string, Float32Array>,
  embed: (items: readonly Item[]) => Promise<Matrix>,
) {
  return async (items: readonly Item[]): Promise<Matrix> => {
    const keys = items.map(keyOf);
    const fresh = new Map(keys.map((key, i) => [key, items[i]!] as const).filter(([key]) => !known.has(key)));
    if (fresh.size > 0) {
      const embedded = await embed([...fresh.values()]);
      [...fresh.keys()].forEach((key, i) => known.set(key, row(embedded, i).slice()));
    }
    return matrixFromRows(keys.map((key) => known.get(key)!));
  };
}

/** Content hashes, computed once for each image object. */
function imageKeys(): (image: RawImage) => string {
  const keys = new WeakMap<RawImage, string>();
  return (image) => {
    const { width, height, mode, data, palette } = image;
    const key =
      keys.get(image) ??
      createHash('sha256')
        .update(`${width} ${height} ${mode} ${palette?.length ?? 0}\n`)
        .update(palette ?? '')
        .update(data)
        .digest('base64');
    keys.set(image, key);
    return key;
  };
}
