import type { SweepPlan } from '@alignclip/experiment';

/** How many cells there are and how many are finished; with `all`, a line for each. */
export function printPlan({ experiment, profile, cells }: SweepPlan, all: boolean): void {
  const finished = cells.filter(({ record }) => record).length;
  console.log(
    `${experiment.definition.name}, profile ${profile}: ${cells.length} cells, ${finished} finished, ${cells.length - finished} to run`,
  );
  if (!all) return;
  for (const { id, key, record, config } of cells) {
    const steps = (config.trainer.options as { steps?: number }).steps;
    console.log(`  ${record ? 'finished' : 'to run  '}  ${id}  ${steps ?? '?'} steps  ${key.slice(0, 12)}`);
  }
}
