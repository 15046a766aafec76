import type { Job, RunRecord } from '@alignclip/core';
import { join } from 'node:path';
import type { CellTask } from './cell-task';
import type { SweepPlan } from './plan-sweep';
import type { RunStore } from './run-store';

/** A job for each unfinished cell, with the memory that earlier cells of its kind took. */
export function jobsOf({ experiment, profile, settings, cells }: SweepPlan, store: RunStore): Job[] {
  const peaks = peakMemories(store.readAll().records);
  const { folder } = store;
  return cells
    .filter(({ record }) => record === undefined)
    .map(({ id, variant, seed }) => {
      const kind = kindOf({ variant, profile });
      const task: CellTask = { file: experiment.file, profile, settings, variant, seed, folder };
      return { id, program: join(__dirname, 'cell-worker.ts'), task, folder, kind, peakMemory: peaks.get(kind) ?? 0 };
    });
}

/** Cells that need about the same memory. */
const kindOf = ({ variant, profile }: Pick<RunRecord, 'variant' | 'profile'>): string => `${profile}/${variant}`;

/** The highest peaks that records tell of, by kind. */
function peakMemories(records: readonly RunRecord[]): Map<string, number> {
  const peaks = new Map<string, number>();
  for (const record of records) {
    const kind = kindOf(record);
    peaks.set(kind, Math.max(peaks.get(kind) ?? 0, record.peakMemory ?? 0));
  }
  return peaks;
}
