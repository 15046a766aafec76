import { contentHash, type DualEncoder, type Matrix, type RawImage } from '@alignclip/core';
import { matrixFromRows, row } from '@alignclip/metrics';
import { createHash } from 'node:crypto';

/**
 * Embeddings of lists of items that were embedded together, by a hash of the list (hex SHA-256). Kept by list, not by
 * item: the last bits of a row may depend on its company, and what was embedded before must not decide a score.
 */
export interface KnownEmbeddings {
  readonly image: Map<string, Matrix>;
  readonly text: Map<string, Matrix>;
}

export const noEmbeddings = (): KnownEmbeddings => ({ image: new Map(), text: new Map() });

/**
 * The same model, but it embeds each image and each text once (by content), and takes a list that is `known` from there.
 * Gives the same bits whatever is known. Keeps the embeddings, not the images.
 */
export function cachedEncoder(model: DualEncoder, known = noEmbeddings()): DualEncoder {
  const images = cached(imageKeys(model), known.image, (images: readonly RawImage[]) => model.embedImages(images));
  const texts = cached(textKey, known.text, (items: readonly string[]) => model.embedTexts(items));
  return {
    embedImages: images,
    embedTexts: texts,
    textKey: model.textKey,
    canEmbed: model.canEmbed,
    keptImages: model.keptImages,
    similarity: model.similarity,
    get logitScale() {
      return model.logitScale;
    },
  };
}

const textKey = (text: string): string => createHash('sha256').update(text).digest('base64');

function cached<Item>(
  keyOf: (item: Item) => string,
  known: Map<string, Matrix>,
  embed: (items: readonly Item[]) => Promise<Matrix>,
) {
  const rows = new Map<string, Float32Array>();
  return async (items: readonly Item[]): Promise<Matrix> => {
    const keys = items.map(keyOf);
    const fresh = new Map(keys.map((key, i) => [key, items[i]!] as const).filter(([key]) => !rows.has(key)));
    if (fresh.size > 0) {
      const list = contentHash([...fresh.keys()]);
      const embedded = known.get(list) ?? (await embed([...fresh.values()]));
      known.set(list, embedded);
      [...fresh.keys()].forEach((key, i) => rows.set(key, row(embedded, i).slice()));
    }
    return matrixFromRows(keys.map((key) => rows.get(key)!));
  };
}

/** Content hashes, computed once for each image object. */
function imageKeys({ keptImages }: DualEncoder): (image: RawImage) => string {
  const keys = new WeakMap<RawImage, string>();
  return (image) => {
    const { width, height, mode, data, palette } = image;
    const key =
      keys.get(image) ??
      keptImages?.keyOf(image) ??
      createHash('sha256')
        .update(`${width} ${height} ${mode} ${palette?.length ?? 0}\n`)
        .update(palette ?? '')
        .update(data)
        .digest('base64');
    keys.set(image, key);
    return key;
  };
}
