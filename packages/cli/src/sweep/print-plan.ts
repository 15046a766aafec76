import { counted, sizeText, timeText } from '@alignclip/core';
import {
  cellsOf,
  checkScores,
  estimate,
  type LoadedExperiment,
  type MeasuredCells,
  type PlannedCell,
  type SweepPlan,
} from '@alignclip/experiment';

/** Prints which questions can't be answered, before anything is trained. Throws UserError on a misspelt score. */
export function sayUnanswerable({ definition, registry }: LoadedExperiment, profile: string | undefined): void {
  const configs = cellsOf(definition, { profile }).map(({ config }) => config);
  for (const line of checkScores(definition, configs, registry)) console.log(`note: ${line}`);
}

/** Prints the number of cells, how many are finished, and the settings; with `all`, also a line per cell. */
export function printPlan({ experiment, profile, settings, cells }: SweepPlan, all: boolean): void {
  const finished = cells.filter(({ record }) => record).length;
  const counts = `${counted(cells.length, 'cell')}, ${finished} finished, ${cells.length - finished} to run`;
  console.log(`${experiment.definition.name}, profile ${profile}: ${counts}`);
  for (const [path, value] of Object.entries(settings)) console.log(`  set       ${path} = ${JSON.stringify(value)}`);
  if (all) for (const cell of cells) console.log(cellLine(cell));
}

function cellLine(cell: PlannedCell): string {
  const { steps } = cell.training;
  const values = `${cell.parameters.total.toLocaleString('en')} parameters`;
  return `  ${stateOf(cell, steps)}  ${cell.id}  ${steps} steps  ${values}  ${cell.key.slice(0, 12)}`;
}

/** `trained`: only its evaluation remains. */
function stateOf({ record, trainedSteps }: PlannedCell, steps: number): string {
  if (record) return 'finished';
  if (trainedSteps === 0) return 'to run  ';
  return trainedSteps === steps ? 'trained ' : `from step ${trainedSteps}`;
}

/** Prints the time and memory that the rest of a sweep will take, estimated from measured steps. */
export function printEstimate(measured: readonly MeasuredCells[], atOnce: number): void {
  const count = measured.reduce((sum, { cells }) => sum + cells.length, 0);
  const places = Math.min(atOnce, count);
  console.log(`measured, ${places} at once:`);
  for (const group of measured) console.log(`  ${groupLine(group)}`);
  const { seconds, peakMemory } = estimate(measured, atOnce);
  const memory = peakMemory === undefined ? '' : `, at most ${sizeText(peakMemory)}`;
  const amounts = `${timeText(seconds)}${memory}`;
  console.log(`estimate for ${counted(count, 'cell')}: ${amounts}; without data preparation and evaluation`);
}

function groupLine({ cells, measurement: { startSeconds, stepSeconds, peakMemory } }: MeasuredCells): string {
  const others = cells.length === 1 ? '' : ` and ${cells.length - 1} more`;
  const parts = [
    `${(1 / stepSeconds).toPrecision(3)} steps/s`,
    `${startSeconds.toFixed(1)} s to start`,
    ...(peakMemory === undefined ? [] : [sizeText(peakMemory)]),
  ];
  return `${cells[0]!.id}${others}: ${parts.join(', ')}`;
}
