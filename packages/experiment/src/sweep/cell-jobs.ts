import type { Job, RunRecord, JsonObject } from '@alignclip/core';
import { join } from 'node:path';
import type { SweepPlan } from './plan-sweep';

/** A job for each unfinished cell, with the peak memory of earlier cells of its kind. */
export function jobsOf({ experiment: { file, store }, profile, settings, cells }: SweepPlan): Job[] {
  const peaks = peakMemories(store.readAll().records);
  const { folder } = store;
  return cells
    .filter(({ record }) => record === undefined)
    .map(({ id, variant, seed }) => {
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
