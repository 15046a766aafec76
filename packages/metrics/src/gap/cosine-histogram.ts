/** Counts of cosines in equal bins over [-1, 1]; the last bin is closed on both sides, the others on the left. */
export interface CosineHistogram {
  readonly edges: readonly number[]; // [bins + 1]
  readonly counts: readonly number[]; // [bins]
  /** Share of the pairs below edges[k + 1], [bins] (AlignCLIP, Fig. 4). */
  readonly cumulative: readonly number[];
}

/** `edges` ascend; numpy's semantics: values outside them are not counted. */
export function cosineHistogram(cosines: ArrayLike<number>, edges = evenEdges(40)): CosineHistogram {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const last = edges.length - 1;
  for (let i = 0; i < cosines.length; i += 1) {
    const cosine = cosines[i]!;
    if (cosine === edges[last]) counts[last - 1]! += 1;
    else {
      const bin = edges.findIndex((edge) => cosine < edge) - 1;
      if (bin >= 0) counts[bin]! += 1;
    }
  }
  let sum = 0;
  const cumulative = counts.map((count) => (sum += count) / cosines.length);
  return { edges, counts, cumulative };
}

/** `bins` equal bins over [-1, 1]. */
export const evenEdges = (bins: number): number[] =>
  Array.from({ length: bins + 1 }, (_, k) => (k === bins ? 1 : -1 + (2 * k) / bins));
