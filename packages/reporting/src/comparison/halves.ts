import { type ClaimVerdict, random } from '@alignclip/core';

/** What random halves of the pairs say: how many of them the same, and how many the opposite. */
export interface Halves {
  readonly same: number;
  readonly opposite: number;
  readonly all: number;
}

/** The number of halves of ten pairs; of more pairs so many are drawn, and fewer where each takes a long test. */
const mostHalves = 252;
const [longTest, fewHalves] = [20, 50];

const opposites: Partial<Record<ClaimVerdict, ClaimVerdict>> = { holds: 'fails', fails: 'holds' };

/**
 * Judges halves of the pairs as all of them were judged: every half up to ten pairs, beyond that random ones, the same at
 * every call. A half keeps the order of the pairs, and of an odd number is the larger part. Undefined for fewer than three
 * pairs, and for a verdict other than `holds` and `fails`: of what all the data leave open a half decides nothing.
 */
export function halvesOf(
  improvements: readonly number[],
  verdict: ClaimVerdict,
  judge: (improvements: readonly number[]) => ClaimVerdict,
): Halves | undefined {
  const opposite = opposites[verdict];
  if (opposite === undefined || improvements.length < 3) return undefined;
  const verdicts = halves(improvements).map(judge);
  const count = (wanted: ClaimVerdict) => verdicts.filter((one) => one === wanted).length;
  return { same: count(verdict), opposite: count(opposite), all: verdicts.length };
}

/** "the verdict is the same in 240 of 252 halves of the seeds, the opposite in none" */
export const halvesText = ({ same, opposite, all }: Halves): string =>
  `the verdict is the same in ${same === all ? 'all' : `${same || 'none'} of`} ${all} halves of the seeds, the opposite in ${opposite || 'none'}`;

function halves(values: readonly number[]): number[][] {
  const size = Math.ceil(values.length / 2);
  if (values.length <= 10) return subsets(values, size);
  const stream = random('halves', values.length);
  const count = values.length > longTest ? fewHalves : mostHalves;
  return Array.from({ length: count }, () => {
    const chosen = stream.permutation(values.length).subarray(0, size).sort();
    return Array.from(chosen, (i) => values[i]!);
  });
}

/** All subsets of this size, in order. */
function subsets(values: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return values.flatMap((first, i) => subsets(values.slice(i + 1), size - 1).map((rest) => [first, ...rest]));
}
