import type { Teacher, TeacherInput } from '@alignclip/core';
import type { IndexPair } from './distinct-pairs';

/** A caption and the classes of its example. */
export interface ShownCaption {
  readonly caption: string;
  readonly labels: NonNullable<TeacherInput['labels']>[number];
}

const mostAtOnce = 256;

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
    if (places.size + 2 > mostAtOnce) await flush(k);
    for (const i of pair) if (!places.has(i)) places.set(i, places.size);
  }
  if (pairs.length > 0) await flush(pairs.length);
  return values;
}
