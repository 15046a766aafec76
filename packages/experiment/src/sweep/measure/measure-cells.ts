import { Interrupted, UserError, type Launcher, contentHash, type Spec } from '@alignclip/core';
import { extname, join } from 'node:path';
import { taskOf } from '../cell-jobs';
import type { PlannedCell, SweepPlan } from '../plan-sweep';

/** Cells to train whose steps cost the same, with the measurement of one of them. */
export interface MeasuredCells {
  readonly cells: readonly PlannedCell[];
  readonly measurement: Measurement;
}

/**
 * Trains a few real steps of one unfinished cell per cost group, in separate processes, as many at once as the sweep will
 * run, so that they share the machine as the sweep will. Writes nothing. Throws UserError if a cell fails, Interrupted if
 * the signal aborts.
 */
export async function measureCells(
  plan: SweepPlan,
  launcher: Launcher,
  atOnce: number,
  signal: AbortSignal,
): Promise<MeasuredCells[]> {
  const groups = groupByCost(cellsToTrain(plan));
  const jobs = fill(groups, atOnce).map((cell, i) => ({
    id: `${i % groups.length}/${i}`,
    program: join(__dirname, `measure-worker${extname(__filename)}`),
    task: taskOf(cell, plan),
  }));
  const measured = groups.map((): Measurement[] => []);
  for await (const event of launcher.run(jobs, signal)) {
    const group = Number.parseInt(event.id, 10);
    if (event.kind === 'interrupted') throw new Interrupted('stopped while measuring; nothing was written');
    if (event.kind === 'failed') throw new UserError(`${groups[group]![0]!.id}: ${event.error}`);
    if (event.kind === 'done') measured[group]!.push(event.result as Measurement);
  }
  return groups.map((group, i) => ({ cells: group, measurement: slowest(measured[i]!) }));
}

/**
 * Unfinished cells without those that train nothing: their training is finished, or an earlier cell does it, as that of the
 * same weights without maps. Cells that wait for their trials have no training of their own yet, and count.
 */
export function cellsToTrain({ trials, cells }: Pick<SweepPlan, 'trials' | 'cells'>): PlannedCell[] {
  const trained = new Set<string>();
  return [...trials, ...cells].filter(({ record, state, trainingKey, training, trainedSteps }) => {
    if (record !== undefined || trainedSteps >= training.steps) return false;
    if (state !== 'undecided' && trained.has(trainingKey)) return false;
    trained.add(trainingKey);
    return true;
  });
}

function groupByCost(cells: readonly PlannedCell[]): PlannedCell[][] {
  const groups = new Map<string, PlannedCell[]>();
  for (const cell of cells) {
    const shape = costShape(cell);
    groups.set(shape, [...(groups.get(shape) ?? []), cell]);
  }
  return [...groups.values()];
}

/** One cell per group, repeated until `atOnce` run, or as many as the sweep has. */
function fill(groups: readonly PlannedCell[][], atOnce: number): PlannedCell[] {
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  const count = Math.max(groups.length, Math.min(atOnce, total));
  return Array.from({ length: count }, (_, i) => groups[i % groups.length]![0]!);
}

const slowest = (measurements: readonly Measurement[]): Measurement =>
  measurements.reduce((worst, one) => (one.stepSeconds > worst.stepSeconds ? one : worst));

/** Time and memory of a few real steps of a cell. */
export type Measurement = {
  /** From the start of the process to the first step. */
  readonly startSeconds: number;
  /** Median of the counted steps, batches included. */
  readonly stepSeconds: number;
  /** Peak memory of the process in bytes; absent if the system doesn't report it. */
  readonly peakMemory?: number;
};

/** The remaining work of a sweep, from measured steps. */
export interface Estimate {
  /** Starting and training all cells, `atOnce` at a time; evaluation is not included. */
  readonly seconds: number;
  /** Peak memory in bytes of the cells that may run at once; absent if the system doesn't report it. */
  readonly peakMemory?: number;
}

/** Assumes that the sweep keeps all its places busy; at least the time of its longest cell. */
export function estimate(measured: readonly MeasuredCells[], atOnce: number): Estimate {
  const cells = measured.flatMap(({ cells: same, measurement }) => same.map((cell) => secondsOf(cell, measurement)));
  const places = Math.max(1, Math.min(atOnce, cells.length));
  const total = cells.reduce((sum, seconds) => sum + seconds, 0);
  const peaks = measured.flatMap(({ cells: same, measurement }) => same.map(() => measurement.peakMemory));
  const known = peaks.filter((peak) => peak !== undefined).sort((a, b) => b - a);
  return {
    seconds: Math.max(total / places, ...cells),
    ...(known.length > 0 && { peakMemory: known.slice(0, places).reduce((sum, peak) => sum + peak, 0) }),
  };
}

function secondsOf({ training: { steps }, trainedSteps }: PlannedCell, measured: Measurement): number {
  return measured.startSeconds + Math.max(0, steps - trainedSteps) * measured.stepSeconds;
}

/**
 * Hash of what determines time and memory of a step: data, towers, batch, precision, loss terms, teacher. Left out are sharing,
 * temperature, schedule, weights of terms and evaluation: they cost next to nothing per step.
 */
export function costShape({
  config: { losses, optimizer, trainer, ...config },
  training,
}: Pick<PlannedCell, 'config' | 'training'>): string {
  const { dataset, augmentation, viewAugmentation, tokenizer, imageEncoder, textEncoder, head, teacher, probes } =
    config;
  const { batchSize, accumulate } = training;
  const terms = losses.map(termShape);
  const towers = [imageEncoder, textEncoder, tokenizer, ...(head ? [head] : [])];
  return contentHash({
    dataset,
    augmentation,
    viewAugmentation,
    towers,
    teacher,
    probes,
    terms,
    optimizer: optimizer.type,
    batchSize,
    accumulate,
    precision: trainer.options['precision'],
  });
}

const costless: ReadonlySet<string> = new Set(['weight', 'symbol', 'temperature']);

function termShape({ type, options }: Spec<'losses'>) {
  return { type, form: Object.fromEntries(Object.entries(options).filter(([name]) => !costless.has(name))) };
}
