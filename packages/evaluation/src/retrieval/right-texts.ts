import { relevanceOf, type Relevance } from '@alignclip/metrics';

/**
 * The texts that are right for each image: with `duplicates: 'right'` every text with the key of one of its captions,
 * whichever image it was listed with; with `'listed'` its own. `keys`: what the model sees of each text.
 */
export function rightTexts(
  keys: readonly string[],
  imageOfText: readonly number[],
  images: number,
  duplicates: 'right' | 'listed' = 'right',
): Relevance {
  if (duplicates === 'listed') return relevanceOf(imageOfText, images);
  const textsOf = new Map<string, number[]>();
  keys.forEach((key, text) => {
    const equal = textsOf.get(key);
    if (equal) equal.push(text);
    else textsOf.set(key, [text]);
  });
  const right = Array.from({ length: images }, () => new Set<number>());
  keys.forEach((key, text) => {
    const own = right[imageOfText[text]!]!;
    for (const equal of textsOf.get(key)!) own.add(equal);
  });
  return right.map((texts) => [...texts].sort((a, b) => a - b));
}

/** What a ranking of `items` items can show at k. */
export interface RecallOdds {
  /** Mean probability of a hit at k in a random order, in [0, 1]. */
  readonly chance: number;
  /** Whether no query can miss: fewer wrong items than k for each of them. */
  readonly isCertain: boolean;
}

export function recallOdds(right: Relevance, items: number, k: number): RecallOdds {
  const hit = right.map((relevant) => 1 - missChance(items, relevant.length, k));
  return { chance: hit.reduce((sum, p) => sum + p, 0) / hit.length, isCertain: hit.every((p) => p === 1) };
}

/** Probability that none of `right` of `items` items is among k random ones. */
function missChance(items: number, right: number, k: number): number {
  let chance = 1;
  for (let drawn = 0; drawn < k && chance > 0; drawn += 1) {
    chance *= Math.max(0, items - right - drawn) / Math.max(1, items - drawn);
  }
  return chance;
}
