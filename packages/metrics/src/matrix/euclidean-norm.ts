/** √Σ x_k² in float64. */
export function euclideanNorm(values: ArrayLike<number>): number {
  let squares = 0;
  for (let k = 0; k < values.length; k += 1) squares += values[k]! * values[k]!;
  return Math.sqrt(squares);
}
