import type { DualEncoder, Matrix, Picture } from '@alignclip/core';
import { matrixFromRows, row } from '@alignclip/metrics';
import { createHash } from 'node:crypto';

/** The same model, which embeds each picture (by content) and each text once. Keeps the embeddings, not the pictures. */
export function cachedEncoder(model: DualEncoder): DualEncoder {
  const keyOf = pictureKeys();
  const images = cached(keyOf, (pictures: readonly Picture[]) => model.embedImages(pictures));
  const texts = cached(
    (text: string) => text,
    (items: readonly string[]) => model.embedTexts(items),
  );
  return {
    embedImages: images,
    embedTexts: texts,
    get logitScale() {
      return model.logitScale;
    },
  };
}

function cached<Item>(keyOf: (item: Item) => string, embed: (items: readonly Item[]) => Promise<Matrix>) {
  const known = new Map<string, Float32Array>();
  return async (items: readonly Item[]): Promise<Matrix> => {
    const keys = items.map(keyOf);
    const fresh = new Map(
      keys.map((key, i) => [key, items[i]!]).filter(([key]) => !known.has(key as string)) as [string, Item][],
    );
    if (fresh.size > 0) {
      const embedded = await embed([...fresh.values()]);
      [...fresh.keys()].forEach((key, i) => known.set(key, row(embedded, i).slice()));
    }
    return matrixFromRows(keys.map((key) => known.get(key)!));
  };
}

/** Content hashes, computed once for each picture object. */
function pictureKeys(): (picture: Picture) => string {
  const keys = new WeakMap<Picture, string>();
  return (picture) => {
    const { width, height, mode, data, palette } = picture;
    const key =
      keys.get(picture) ??
      createHash('sha256')
        .update(`${width} ${height} ${mode} ${palette?.length ?? 0}\n`)
        .update(palette ?? '')
        .update(data)
        .digest('base64');
    keys.set(picture, key);
    return key;
  };
}
