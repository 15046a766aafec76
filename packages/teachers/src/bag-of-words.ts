import { tf } from '@alignclip/backend';
import { defineComponent, Teacher } from '@alignclip/core';
import { z } from 'zod';

/**
 * S_ij = cosine of the TF-IDF vectors of captions i and j, in [0, 1]: x_w = count · (1 + ln((1 + n) / (1 + n_w))), with
 * n the prepared captions and n_w those that have the word w (Salton & Buckley 1988, smoothed as in scikit-learn).
 */
export const bagOfWords = defineComponent(Teacher)({
  type: 'bag-of-words',
  options: z.strictObject({}),
  create: (): Teacher => {
    let captionCount = 0;
    let containing: ReadonlyMap<string, number> = new Map();
    const rarity = (word: string) => 1 + Math.log((1 + captionCount) / (1 + (containing.get(word) ?? 0)));
    return {
      name: 'bag-of-words',
      prepare: async (captions) => {
        captionCount = captions.length;
        containing = count(captions.flatMap((caption) => [...new Set(words(caption))]));
      },
      similarity: async ({ captions }) => {
        const bags = captions.map((caption) => count(words(caption)));
        const columns = new Map([...new Set(bags.flatMap((bag) => [...bag.keys()]))].map((word, i) => [word, i]));
        const values = new Float32Array(captions.length * columns.size);
        bags.forEach((bag, row) => {
          const weights = [...bag].map(([word, times]) => [columns.get(word)!, times * rarity(word)] as const);
          const norm = Math.hypot(...weights.map(([, weight]) => weight));
          for (const [column, weight] of weights) values[row * columns.size + column] = weight / norm;
        });
        return tf.tidy(() => {
          const x = tf.tensor2d(values, [captions.length, columns.size]);
          return tf.clipByValue(tf.matMul(x, tf.transpose(x)), 0, 1);
        });
      },
    };
  },
});

/** Runs of letters, and of digits, in lower case; a caption without any of these is one word. */
function words(caption: string): string[] {
  const lower = caption.normalize('NFC').toLowerCase();
  return lower.match(/[\p{L}\p{M}]+|\p{N}+/gu) ?? [lower];
}

function count(items: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
