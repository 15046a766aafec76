/** The power p that fits y = c · x^p best: the slope of the least-squares line through the logarithms. */
export function logSlope(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x.map(Math.log), y.map(Math.log)];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [centreU, centreV] = [mean(u), mean(v)];
  const together = mean(u.map((value, i) => (value - centreU) * (v[i]! - centreV)));
  return together / mean(u.map((value) => (value - centreU) ** 2));
}
