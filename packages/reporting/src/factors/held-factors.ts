import type { RunRecord } from '@alignclip/core';
import { factorsOf } from '../records/factors-of';
import { factorValues } from './factor-values';

/** A sentence where the runs vary further factors, over which the cells average. */
export function heldFactors(runs: readonly RunRecord[], shown: readonly string[]): string[] {
  const others = new Set(runs.flatMap((run) => Object.keys(factorsOf(run))).filter((name) => !shown.includes(name)));
  const varied = [...others].filter((name) => name !== 'seed' && factorValues(runs, name).length > 1);
  return varied.length === 0 ? [] : [`Cells average over ${varied.join(', ')}, which the grid varies too.`];
}
