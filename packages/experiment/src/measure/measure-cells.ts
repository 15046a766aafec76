import { Interrupted, UserError, type Launcher } from '@alignclip/core';
import { join } from 'node:path';
import type { PlannedCell, SweepPlan } from '../plan-sweep';
import { costShape } from './cost-shape';
import type { Measurement } from './measurement';

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
    const shape = costShape(cell.config);
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
