/** Ranks from 1; equal values share the mean of theirs. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  return Float64Array.from(values, (value) => (lowerBound(sorted, value) + 1 + upperBound(sorted, value)) / 2);
}

/** Number of sorted values below `value`. */
export const lowerBound = (sorted: Float64Array, value: number): number =>
  partition(sorted, (candidate) => candidate < value);

/** Number of sorted values not above `value`. */
export const upperBound = (sorted: Float64Array, value: number): number =>
  partition(sorted, (candidate) => candidate <= value);

function partition(sorted: Float64Array, before: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
