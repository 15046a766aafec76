import { random, type Teacher, type TeacherInput } from '@alignclip/core';

/** Two different indices, the second the larger. */
export type IndexPair = readonly [number, number];

/**
 * `count` different pairs of 0 … n-1, every set of pairs equally likely (Floyd's sampling); all of them where there are
 * fewer. Ordered by their second index; equal seeds give equal pairs.
 */
export function distinctPairs(n: number, count: number, seed: number): IndexPair[] {
  const total = (n * (n - 1)) / 2;
  const stream = random('teacher-agreement', seed);
  const chosen = new Set<number>();
  for (let last = Math.max(0, total - count); last < total; last += 1) {
    const drawn = stream.integer(last + 1);
    chosen.add(chosen.has(drawn) ? last : drawn);
  }
  return [...chosen].sort((a, b) => a - b).map(pairAt);
}

/** Pair number k of (0, 1), (0, 2), (1, 2), (0, 3) … */
function pairAt(k: number): IndexPair {
  const second = Math.floor((1 + Math.sqrt(1 + 8 * k)) / 2);
  return [k - (second * (second - 1)) / 2, second];
}

/** A caption and the classes of its example. */
export interface ShownCaption {
  readonly caption: string;
  readonly labels: NonNullable<TeacherInput['labels']>[number];
}

const maxAtOnce = 256;

/** S of each pair, [pairs]; the teacher sees at most 256 captions at once, so that S stays small. */
export async function teacherSimilarities(
  teacher: Teacher,
  shown: readonly ShownCaption[],
  pairs: readonly IndexPair[],
): Promise<Float64Array> {
  const values = new Float64Array(pairs.length);
  let places = new Map<number, number>();
  let start = 0;
  const flush = async (end: number) => {
    const own = [...places.keys()].map((i) => shown[i]!);
    const matrix = await teacher.similarity({
      captions: own.map(({ caption }) => caption),
      labels: own.map(({ labels }) => labels),
    }); // [n, n]
    const similarities = await matrix.data();
    matrix.dispose();
    for (; start < end; start += 1) {
      const [row, column] = pairs[start]!.map((i) => places.get(i)!) as [number, number];
      values[start] = similarities[row * own.length + column]!;
    }
    places = new Map();
  };
  for (const [k, pair] of pairs.entries()) {
    if (places.size + 2 > maxAtOnce) await flush(k);
    for (const i of pair) if (!places.has(i)) places.set(i, places.size);
  }
  if (pairs.length > 0) await flush(pairs.length);
  return values;
}
