import { largest } from '@alignclip/metrics';

/** Share of texts among the first k documents, [0, 1]; of the documents level with the last of them, their mean share. */
export function textShare(scores: Float64Array, isText: (document: number) => boolean, k: number): number {
  const ranks = Math.min(k, scores.length);
  const last = scores[largest(scores, ranks).at(-1)!]!;
  let [above, textsAbove, level, textsLevel] = [0, 0, 0, 0];
  for (let j = 0; j < scores.length; j += 1) {
    const score = scores[j]!;
    if (score < last) continue;
    const text = isText(j) ? 1 : 0;
    if (score > last) [above, textsAbove] = [above + 1, textsAbove + text];
    else [level, textsLevel] = [level + 1, textsLevel + text];
  }
  return (textsAbove + ((ranks - above) * textsLevel) / level) / ranks;
}
