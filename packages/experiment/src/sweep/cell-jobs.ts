import type { Job, RunRecord, JsonObject } from '@alignclip/core';
import { extname, join } from 'node:path';
import { cellsOf, profileOf, type Cell, type Chosen } from '../define/cells';
import { experimentOf, loadExperiment, type LoadedExperiment } from '../define/load-experiment';
import { tunePlan } from '../define/tune';
import type { PlannedCell } from './plan-cells';
import { type SweepPlan, withChoice } from './plan-sweep';

/**
 * A job for each unfinished cell, with the peak memory of earlier cells of its kind. Cells that only evaluate what another
 * one trains come last, so that they don't wait for it in a place of their own.
 */
export function jobsOf(plan: Omit<SweepPlan, 'trials'>): Job[] {
  const { cells, profile } = plan;
  const { store } = plan.experiment;
  if (cells.some(({ state }) => state === 'undecided')) throw new Error('run the trials first, and plan again');
  const peaks = peakMemories(store.readAll().records);
  const { folder } = store;
  const unfinished = cells.filter(({ record }) => record === undefined);
  const seen = new Set<string>();
  const first = unfinished.filter(({ trainingKey }) => !seen.has(trainingKey) && seen.add(trainingKey));
  return [...first, ...unfinished.filter((cell) => !first.includes(cell))].map((cell) => {
    const kind = kindOf({ variant: cell.variant, profile });
    const task = { ...taskOf(cell, plan), folder };
    const program = join(__dirname, `cell-worker${extname(__filename)}`);
    return { id: cell.id, program, task, folder, kind, peakMemory: peaks.get(kind) ?? 0 };
  });
}

/** The input of a cell's process, without a run folder. */
export const taskOf = (
  { variant, seed, fold, state, tuning }: PlannedCell,
  { experiment: { file }, profile, settings }: Pick<SweepPlan, 'experiment' | 'profile' | 'settings'>,
): CellTask => ({
  ...{ file, profile, settings, variant, seed, folder: '' },
  ...(fold !== undefined && { fold }),
  ...(state === 'trial' && { trial: true }),
  ...(tuning && { tuning }),
});

/** The experiment and the cell that a task names. */
export function cellOfTask(task: CellTask): { readonly experiment: LoadedExperiment; readonly cell: Cell } {
  const { file, profile, settings, variant, seed, trial = false, tuning } = task;
  const loaded = loadExperiment(file);
  const tried = trial ? tunePlan(loaded.definition, profileOf(loaded.definition, profile), profile) : undefined;
  const experiment = tried === undefined ? loaded : experimentOf(tried.definition, file);
  const cells = cellsOf(experiment.definition, { profile, settings, variants: [variant], seeds: [seed] });
  const cell = cells.find((one) => one.fold === task.fold);
  const choices = new Map(tuning === undefined ? [] : [[variant, tuning]]);
  return { experiment, cell: withChoice(cell!, choices, experiment.registry) };
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
  readonly fold?: number;
  /** The run folder. */
  readonly folder: string;
  /** Whether it is a trial of the experiment's `tune`. */
  readonly trial?: boolean;
  /** What trials have chosen for it. */
  readonly tuning?: Chosen;
};
