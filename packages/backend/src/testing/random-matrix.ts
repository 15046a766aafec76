/** Normal numbers from a seed, row after row, as float32 values. */
export function randomMatrix(seed: number, rows: number, columns: number): number[][] {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = (): number => Math.fround(Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));
  return Array.from({ length: rows }, () => Array.from({ length: columns }, normal));
}
