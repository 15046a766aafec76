/** What a figure draws of one value a seed. */
export type OverSeeds = {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly seeds: number;
};

/** Mean, smallest and largest of at least one value. */
export const overSeeds = (values: readonly number[]): OverSeeds => ({
  mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  low: Math.min(...values),
  high: Math.max(...values),
  seeds: values.length,
});

/** "Lines are means over 3 seeds, bands from the smallest to the largest." */
export function seedNote(marks: string, spread: string, counts: readonly number[]): string {
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  if (most === 1) return 'One seed: the spread is unknown.';
  const seeds = fewest === most ? `${most}` : `${fewest} to ${most}`;
  return `${marks} are means over ${seeds} seeds, ${spread} reach from the smallest to the largest value.`;
}
