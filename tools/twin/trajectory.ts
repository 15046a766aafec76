import { readSafetensors, type StoredTensor } from '@alignclip/formats';

/** What one training of a run came to. */
export interface Trajectory {
  /** Losses by symbol, `L` their weighted sum, and `logit scale`: a number for each step. */
  readonly curves: Numbers;
  /** Final weights by address. */
  readonly weights: Numbers;
  /** Of the finished model; none where it isn't evaluated. */
  readonly scores: Readonly<Record<string, number>>;
}

export type Numbers = Readonly<Record<string, ArrayLike<number>>>;

/** The file that `tools/reference/twin.py` writes for each of its arms. */
export async function readTrajectory(path: string): Promise<Trajectory> {
  const { tensors } = await readSafetensors(path);
  const scores = named(tensors, 'score/');
  return {
    curves: named(tensors, 'curve/'),
    weights: named(tensors, 'weight/'),
    scores: Object.fromEntries(Object.entries(scores).map(([name, [value]]) => [name, value!])),
  };
}

const named = (tensors: ReadonlyMap<string, StoredTensor>, prefix: string): Record<string, Float64Array> =>
  Object.fromEntries(
    [...tensors]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, { data }]) => [name.slice(prefix.length), data as Float64Array]),
  );
