/** Ranks from 1; equal values share the mean of theirs. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const rankOf = new Float64Array(sorted.length); // of each place in sorted order
  for (let first = 0; first < sorted.length;) {
    let end = first + 1;
    while (end < sorted.length && sorted[end] === sorted[first]) end += 1;
    rankOf.fill((first + 1 + end) / 2, first, end);
    first = end;
  }
  const ranks = new Float64Array(sorted.length);
  for (let i = 0; i < ranks.length; i += 1) ranks[i] = rankOf[placeOf(sorted, values[i]!)]!;
  return ranks;
}

/** The number of sorted values below `value`. */
function placeOf(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
