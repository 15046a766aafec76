import type { Random } from '@alignclip/core';

/** Share of a caption's words that are changed, EDA's α. */
const share = 0.1;

/**
 * A copy of a caption with words changed as in EDA (Wei & Zou 2019), of which CyCLIP and Jiang et al. make their views of
 * texts: with equal chance, max(1, ⌊α n⌋) pairs of words change places, or each word is left out with probability α
 * (one stays at least). EDA's two operations with synonyms need a dictionary; `eda` in the slot `captionAugmentation` has
 * them.
 */
export function changedCaption(caption: string, random: Random): string {
  const words = caption.split(/\s+/u).filter(Boolean);
  if (words.length < 2) return caption;
  return (random.uniform() < 0.5 ? swapped(words, random) : shortened(words, random)).join(' ');
}

function swapped(words: readonly string[], random: Random): string[] {
  const changed = [...words];
  for (let i = 0; i < Math.max(1, Math.floor(share * words.length)); i += 1) {
    const [a, b] = [random.integer(words.length), random.integer(words.length)];
    [changed[a], changed[b]] = [changed[b]!, changed[a]!];
  }
  return changed;
}

function shortened(words: readonly string[], random: Random): string[] {
  const kept = words.filter(() => random.uniform() >= share);
  return kept.length > 0 ? kept : [words[random.integer(words.length)]!];
}
