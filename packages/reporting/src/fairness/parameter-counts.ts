import type { VariantRuns } from '../records/runs-by-variant';

const tolerance = 0.01;

const totalOf = ({ runs }: VariantRuns): number => runs[0]!.parameters.total;

/** Said where a comparison claims equal numbers of parameters and they differ by more than 1 %. */
export function parameterDifference(reference: VariantRuns, row: VariantRuns, claimed: boolean): string[] {
  const [before, after] = [totalOf(reference), totalOf(row)];
  if (!claimed || Math.abs(after - before) <= tolerance * before) return [];
  return [`trained parameters, claimed to be equal (${grouped(before)} → ${grouped(after)})`];
}

/** One sentence with the numbers of the rows that differ: what is shared is counted once. */
export function parameterNote(reference: VariantRuns, variants: readonly VariantRuns[]): string[] {
  const base = totalOf(reference);
  const others = variants.filter((row) => totalOf(row) !== base);
  if (others.length === 0 || base === 0) return [];
  const counts = others.map((row) => `${row.variant} ${grouped(totalOf(row))} (${percent(totalOf(row) / base - 1)})`);
  return [`Trained parameters differ: ${reference.variant} ${grouped(base)}, ${counts.join(', ')}.`];
}

const grouped = (count: number): string => count.toLocaleString('en-US');

const percent = (change: number): string =>
  `${change < 0 ? '−' : '+'}${Math.abs(change * 100).toFixed(Math.abs(change) < 0.1 ? 1 : 0)} %`;
