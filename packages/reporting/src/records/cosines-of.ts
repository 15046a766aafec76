import type { RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { detailsOf } from './details-of';

const histogram = z.object({
  edges: z.array(z.number()).min(2),
  /** Share of the pairs below edges[k + 1]. */
  cumulative: z.array(z.number()).min(1),
});
export type Cosines = z.output<typeof histogram>;

/** The histogram of pair cosines that the evaluator `gap` left; undefined where it didn't, or where it is no histogram. */
export function cosinesOf(record: RunRecord, split: string): Cosines | undefined {
  const found = detailsOf(record, ['gap', split, 'cosines'], histogram);
  return found && found.edges.length === found.cumulative.length + 1 ? found : undefined;
}

/** The cosine below which that share of the pairs lies, linear within a bin. */
export function quantileOf({ edges, cumulative }: Cosines, share: number): number {
  const bin = Math.max(0, cumulative.findIndex((below) => below >= share)); // prettier-ignore
  const [before, after] = [bin === 0 ? 0 : cumulative[bin - 1]!, cumulative[bin]!];
  const [low, high] = [edges[bin]!, edges[bin + 1]!];
  return after > before ? low + ((high - low) * (share - before)) / (after - before) : high;
}
