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

function cellLine(cell: PlannedCell): string {
  const { steps } = cell.training;
  const values = `${cell.parameters.total.toLocaleString('en')} parameters`;
  return `  ${stateOf(cell, steps)}  ${cell.id}  ${steps} steps  ${values}  ${cell.key.slice(0, 12)}`;
}

/** `trained`: only its evaluation is left. */
function stateOf({ record, trainedSteps }: PlannedCell, steps: number): string {
  if (record) return 'finished';
  if (trainedSteps === 0) return 'to run  ';
  return trainedSteps === steps ? 'trained ' : `from step ${trainedSteps}`;
}
