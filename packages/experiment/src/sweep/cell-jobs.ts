import type { Job, RunRecord, JsonObject } from '@alignclip/core';
import { join } from 'node:path';
import type { SweepPlan } from './plan-sweep';

/**
 * A job for each unfinished cell, with the peak memory of earlier cells of its kind. Cells that only evaluate what another
 * one trains come last, so that they don't wait for it in a place of their own.
 */
export function jobsOf({ experiment: { file, store }, profile, settings, cells }: SweepPlan): Job[] {
  const peaks = peakMemories(store.readAll().records);
  const { folder } = store;
  const unfinished = cells.filter(({ record }) => record === undefined);
  const seen = new Set<string>();
  const first = unfinished.filter(({ trainingKey }) => !seen.has(trainingKey) && seen.add(trainingKey));
  return [...first, ...unfinished.filter((cell) => !first.includes(cell))].map(({ id, variant, seed }) => {
    const kind = kindOf({ variant, profile });
    const task: CellTask = { file, profile, settings, variant, seed, folder };
    return { id, program: join(__dirname, 'cell-worker.ts'), task, folder, kind, peakMemory: peaks.get(kind) ?? 0 };
  });
}

/** Cells that need about the same memory. */
const kindOf = ({ variant, profile }: Pick<RunRecord, 'variant' | 'profile'>): string => `${profile}/${variant}`;

/** The highest peak memory in the records, by kind. */
function peakMemories(records: readonly RunRecord[]): Map<string, number> {
  const peaks = new Map<string, number>();
  for (const record of records) {
    const kind = kindOf(record);
    peaks.set(kind, Math.max(peaks.get(kind) ?? 0, record.peakMemory ?? 0));
  }
  return peaks;
}

/** The input of one cell's process; JSON, because it may run on another machine. */
export type CellTask = {
  /** The experiment file. */
  readonly file: string;
  readonly profile: string;
  /** Values by path, as given by `--set`. */
  readonly settings: JsonObject;
  readonly variant: string;
  readonly seed: number;
  /** The run folder. */
  readonly folder: string;
};
