import type { Relevance } from '@alignclip/metrics';

/** For each image every text that is word for word one of its captions, whichever image it was listed with. */
export function rightTexts(captions: readonly string[], imageOfText: readonly number[], images: number): Relevance {
  const textsOf = new Map<string, number[]>();
  captions.forEach((caption, text) => textsOf.set(caption, [...(textsOf.get(caption) ?? []), text]));
  const right = Array.from({ length: images }, () => new Set<number>());
  captions.forEach((caption, text) => {
    const own = right[imageOfText[text]!]!;
    for (const equal of textsOf.get(caption)!) own.add(equal);
  });
  return right.map((texts) => [...texts].sort((a, b) => a - b));
}
