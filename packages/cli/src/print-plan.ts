import type { PlannedCell, SweepPlan } from '@alignclip/experiment';

/** How many cells there are and how many are finished, and what was set; with `all`, a line for each. */
export function printPlan({ experiment, profile, settings, cells }: SweepPlan, all: boolean): void {
  const finished = cells.filter(({ record }) => record).length;
  console.log(
    `${experiment.definition.name}, profile ${profile}: ${cells.length} cells, ${finished} finished, ${cells.length - finished} to run`,
  );
  for (const [path, value] of Object.entries(settings)) console.log(`  set       ${path} = ${JSON.stringify(value)}`);
  if (all) for (const cell of cells) console.log(cellLine(cell));
}

function cellLine({ id, key, record, config, parameters }: PlannedCell): string {
  const { steps } = config.trainer.options as { steps?: number };
  const values = `${parameters.total.toLocaleString('en')} parameters`;
  return `  ${record ? 'finished' : 'to run  '}  ${id}  ${steps ?? '?'} steps  ${values}  ${key.slice(0, 12)}`;
}
