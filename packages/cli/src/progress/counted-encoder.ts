import type { DualEncoder, Matrix } from '@alignclip/core';
import { stackRows } from '@alignclip/metrics';

const chunk = 32;

/** Minimum milliseconds between two lines. */
const pause = 5000;

/** The same model, which writes to stderr every few seconds how much it has embedded. */
export function countedEncoder(
  model: DualEncoder,
  write: (line: string) => void = console.error,
  now: () => number = () => performance.now(),
): DualEncoder {
  const counts = { images: 0, texts: 0 };
  let written = now();
  const report = () => {
    if (now() - written < pause) return;
    written = now();
    write(`embedded so far: ${counts.images} images, ${counts.texts} texts`);
  };
  const counted =
    <Item>(what: keyof typeof counts, embed: (items: readonly Item[]) => Promise<Matrix>) =>
    async (items: readonly Item[]): Promise<Matrix> => {
      const parts: Matrix[] = [];
      for (let start = 0; start < items.length; start += chunk) {
        parts.push(await embed(items.slice(start, start + chunk)));
        counts[what] = counts[what] + Math.min(chunk, items.length - start);
        report();
      }
      return stackRows(parts);
    };
  return {
    embedImages: counted('images', (images) => model.embedImages(images)),
    embedTexts: counted('texts', (texts) => model.embedTexts(texts)),
    textKey: model.textKey,
    canEmbed: model.canEmbed,
    keptImages: model.keptImages,
    similarity: model.similarity,
    get logitScale() {
      return model.logitScale;
    },
  };
}
