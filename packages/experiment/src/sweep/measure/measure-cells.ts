import { Interrupted, UserError, type Launcher, contentHash, type Spec } from '@alignclip/core';
import { join } from 'node:path';
import type { PlannedCell, SweepPlan } from '../plan-sweep';

/** Unfinished cells whose steps cost the same, with what one of them took. */
export interface MeasuredCells {
  readonly cells: readonly PlannedCell[];
  readonly measurement: Measurement;
}

/**
 * Trains a few real steps of one unfinished cell of each cost, in processes of their own, as many at once as the sweep
 * will run: cells share the machine then too. Writes nothing. Throws UserError where a cell fails, Interrupted where the
 * signal aborts.
 */
export async function measureCells(
  { experiment, profile, settings, cells }: SweepPlan,
  launcher: Launcher,
  atOnce: number,
  signal: AbortSignal,
): Promise<MeasuredCells[]> {
  const groups = groupByCost(cells.filter(({ record }) => record === undefined));
  const jobs = fill(groups, atOnce).map(({ variant, seed }, i) => ({
    id: `${i % groups.length}/${i}`,
    program: join(__dirname, 'measure-worker.ts'),
    task: { file: experiment.file, profile, settings, variant, seed, folder: '' },
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

function groupByCost(cells: readonly PlannedCell[]): PlannedCell[][] {
  const groups = new Map<string, PlannedCell[]>();
  for (const cell of cells) {
    const shape = costShape(cell);
    groups.set(shape, [...(groups.get(shape) ?? []), cell]);
  }
  return [...groups.values()];
}

/** One cell a group; with repetitions where fewer than `atOnce` would run, unless the sweep has no more either. */
function fill(groups: readonly PlannedCell[][], atOnce: number): PlannedCell[] {
  const most = groups.reduce((sum, group) => sum + group.length, 0);
  const count = Math.max(groups.length, Math.min(atOnce, most));
  return Array.from({ length: count }, (_, i) => groups[i % groups.length]![0]!);
}

const slowest = (measurements: readonly Measurement[]): Measurement =>
  measurements.reduce((worst, one) => (one.stepSeconds > worst.stepSeconds ? one : worst));

/** What a few real steps of a cell took. */
export type Measurement = {
  /** From the start of the process to the first step. */
  readonly startSeconds: number;
  /** Median of the counted steps, batches included. */
  readonly stepSeconds: number;
  /** Bytes that the process held at most; absent where the system doesn't tell. */
  readonly peakMemory?: number;
};

/** What is left of a sweep, by measured steps. */
export interface Estimate {
  /** Training and starting of all cells, as many at once as given; evaluation is not in it. */
  readonly seconds: number;
  /** Bytes of the cells that may run at once; absent where the system doesn't tell. */
  readonly peakMemory?: number;
}

/** From measured cells; takes the sweep to keep all its places busy, and no less time than its longest cell. */
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
 * Names what decides time and memory of a step: data, towers, batch, terms of the loss, teacher. Left out are sharing,
 * temperature, schedule, weights of terms, and all that evaluates: they cost next to nothing in a step.
 */
export function costShape({
  config: { losses, optimizer, ...config },
  training,
}: Pick<PlannedCell, 'config' | 'training'>): string {
  const { dataset, augmentation, viewAugmentation, tokenizer, imageEncoder, textEncoder, teacher, probes } = config;
  const { batchSize, accumulate } = training;
  const terms = losses.map(termShape);
  const towers = [imageEncoder, textEncoder, tokenizer];
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
  });
}

const costless: ReadonlySet<string> = new Set(['weight', 'symbol', 'temperature']);

function termShape({ type, options }: Spec<'losses'>) {
  return { type, form: Object.fromEntries(Object.entries(options).filter(([name]) => !costless.has(name))) };
}
