import { Interrupted, type Launcher, type JobEvent, type RunRecord } from '@alignclip/core';
import { join } from 'node:path';
import { keysOfRun } from './cell-keys';
import { cellsOf, type Cell, type CellSelection } from './cells';
import { CodeFingerprint } from './code-fingerprint';
import { compose } from './compose';
import type { LoadedExperiment } from './load-experiment';
import { Registry } from './registry';
import type { RunStore } from './run-store';

/** A cell with its identity, and its record where it is finished. */
export interface PlannedCell extends Cell {
  readonly id: string;
  readonly key: string;
  readonly record: RunRecord | undefined;
}

export interface SweepPlan {
  readonly experiment: LoadedExperiment;
  readonly profile: string;
  readonly cells: readonly PlannedCell[];
}

/** Resolves every cell of the selection before the first step: unknown names and bad options fail here. */
export async function planSweep(
  experiment: LoadedExperiment,
  selection: CellSelection,
  store: RunStore,
): Promise<SweepPlan> {
  const { definition } = experiment;
  const registry = new Registry(definition.components);
  const fingerprint = new CodeFingerprint(experiment);
  const cells: PlannedCell[] = [];
  for (const cell of cellsOf(definition, selection)) {
    const { key } = await keysOfRun(compose({ ...cell, registry, modules: definition.modules }), cell, fingerprint);
    cells.push({
      ...cell,
      key,
      id: `${cell.variant} · seed ${cell.seed}`,
      record: store.find(cell.variant, cell.seed, key),
    });
  }
  return { experiment, profile: selection.profile ?? 'quick', cells };
}

/**
 * Runs the unfinished cells, each in a process of its own, and gives all records in the order of the plan. Throws
 * Interrupted where a cell was stopped and Error where one failed, after the others have ended.
 */
export async function runSweep(
  { experiment, profile, cells }: SweepPlan,
  store: RunStore,
  launcher: Launcher,
  signal: AbortSignal,
  onEvent: (event: JobEvent) => void,
): Promise<RunRecord[]> {
  const program = join(__dirname, 'cell-worker.ts');
  const peaks = peakMemories(store.readAll().records);
  const jobs = cells
    .filter(({ record }) => record === undefined)
    .map(({ id, variant, seed }) => {
      const kind = kindOf({ variant, profile });
      const task = { file: experiment.file, profile, variant, seed, folder: store.folder };
      return { id, program, task, folder: store.folder, kind, peakMemory: peaks.get(kind) ?? 0 };
    });
  const failures: string[] = [];
  let interrupted = false;
  for await (const event of launcher.run(jobs, signal)) {
    onEvent(event);
    if (event.kind === 'failed') failures.push(`${event.id}: ${event.error}`);
    interrupted ||= event.kind === 'interrupted';
  }
  if (failures.length > 0)
    throw new Error(`${failures.length} of ${jobs.length} cells failed:\n${failures.join('\n')}`);
  if (interrupted)
    throw new Interrupted('stopped; finished cells and checkpoints are kept: run the same command to go on');
  return cells.map((cell) => cell.record ?? requireRecord(store, cell));
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

function requireRecord(store: RunStore, { id, variant, seed, key }: PlannedCell): RunRecord {
  const record = store.find(variant, seed, key);
  if (record === undefined)
    throw new Error(`${id}: no record although its process ended well: were files changed while it ran?`);
  return record;
}
