import { bfloat16Form } from '@alignclip/backend';
import { counted, type Launcher, naming, settingTexts, sizeText, timeText, UserError } from '@alignclip/core';
import {
  cellsOf,
  checkScores,
  estimate,
  type LoadedExperiment,
  type MeasuredCells,
  type PlannedCell,
  type SweepPlan,
} from '@alignclip/experiment';
import { checkWorkers } from '@alignclip/training';

/** Prints which questions can't be answered, before anything is trained. Throws UserError on a misspelt score. */
export function sayUnanswerable({ definition, registry }: LoadedExperiment, profile: string | undefined): void {
  const configs = cellsOf(definition, { profile }).map(({ config }) => config);
  for (const line of checkScores(definition, configs, registry)) console.log(`note: ${line}`);
}

/** Prints the number of cells, how many are finished, and the settings; with `all`, also a line per cell. */
export function printPlan(plan: SweepPlan, all: boolean): void {
  const { experiment, profile, settings, cells, trials } = plan;
  const finished = cells.filter(({ record }) => record).length;
  const counts = `${counted(cells.length, 'cell')}, ${finished} finished, ${cells.length - finished} to run`;
  console.log(`${experiment.definition.name}, profile ${profile}: ${counts}`);
  if (trials.length > 0) console.log(trialCount(trials));
  for (const text of settingTexts(settings)) console.log(`  set       ${text}`);
  for (const line of featureLines(cells)) console.log(line);
  for (const line of [...fitLines(cells), ...precisionLines(cells)]) console.log(`note: ${line}`);
  for (const line of choiceLines(plan)) console.log(line);
  if (all) for (const cell of [...trials, ...cells]) console.log(cellLine(cell));
}

/** Throws UserError where a map is fitted on what is scored: its numbers would flatter it. */
export function refuseFittedOnScored({ cells }: SweepPlan): void {
  const lines = fitLines(cells);
  if (lines.length > 0)
    throw new UserError(
      `--strict: a map must not be fitted on what is scored:\n  ${lines.join('\n  ')}\n` +
        'choose another split with its option fitOn, or leave out --strict to see the rows marked †',
    );
}

/** Throws UserError naming the first unfinished cell whose batches the workers of each job can't divide. */
export function refuseUndivided({ cells, trials }: SweepPlan, { workers = 1 }: Launcher): void {
  for (const { id, training, record } of [...trials, ...cells])
    if (record === undefined) naming(id, () => checkWorkers(training, workers));
}

/** One line for each variant and map that is fitted on a scored split. */
const fitLines = (cells: readonly PlannedCell[]): string[] => [
  ...new Set(
    cells.flatMap(({ variant, fittedOnScored }) => fittedOnScored.map((line) => `variant "${variant}": ${line}`)),
  ),
];

function cellLine(cell: PlannedCell): string {
  const { steps } = cell.training;
  const values = `${cell.parameters.total.toLocaleString('en')} parameters`;
  const key = cell.state === 'undecided' ? 'after its trials' : cell.key.slice(0, 12);
  return `  ${stateOf(cell, steps)}  ${cell.id}  ${steps} steps  ${values}  ${key}`;
}

/** `trained`: only its evaluation remains. */
function stateOf({ record, trainedSteps }: PlannedCell, steps: number): string {
  if (record) return 'finished';
  if (trainedSteps === 0) return 'to run  ';
  return trainedSteps === steps ? 'trained ' : `from step ${trainedSteps}`;
}

/** Prints the time and memory that the rest of a sweep will take, estimated from measured steps. `workers`: of each cell. */
export function printEstimate(measured: readonly MeasuredCells[], atOnce: number, workers = 1): void {
  const count = measured.reduce((sum, { cells }) => sum + cells.length, 0);
  const places = Math.min(atOnce, count);
  console.log(`measured, ${places} at once${workers === 1 ? '' : `, ${workers} workers each`}:`);
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

/** `  tune      12 trials, 3 finished, 9 to run first` */
function trialCount(trials: readonly PlannedCell[]): string {
  const finished = trials.filter(({ record }) => record).length;
  return `  tune      ${counted(trials.length, 'trial')}, ${finished} finished, ${trials.length - finished} to run first`;
}

/** What trials chose: `  tuned     AlignCLIP: losses.intraModalitySeparation.weight = 0.5`. */
export const choiceLines = ({ cells }: Pick<SweepPlan, 'cells'>): string[] => [
  ...new Set(
    cells.flatMap(({ variant, tuning }) => {
      const values = settingTexts(tuning?.chosen);
      return values.length === 0 ? [] : [`  tuned     ${variant}: ${values.join(', ')}`];
    }),
  ),
];

/** What the plan says about frozen trunks: whose features are kept, and why others are not. */
function featureLines(cells: readonly PlannedCell[]): string[] {
  const lines = cells.flatMap(({ trunks }) =>
    trunks.map(({ modality, obstacle, of }) =>
      obstacle === undefined
        ? `  features  the ${modality} trunk ${of ? `of the ${of}` : 'is frozen'}: its features are computed once and kept`
        : `  features  the ${modality} trunk ${of ? `of the ${of} ` : 'is frozen, but '}computes every batch: ${obstacle}`,
    ),
  );
  return [...new Set(lines)];
}

/** One line where this machine trains in bfloat16 more slowly than in float32. */
function precisionLines(cells: readonly PlannedCell[]): string[] {
  const asking = cells.filter(
    ({ record, config }) => !record && config.trainer.options['precision'] === 'bfloat16',
  ).length;
  if (asking === 0 || bfloat16Form() !== 'composed') return [];
  return [
    `${counted(asking, 'cell')} in bfloat16, which this machine composes of float32 operations: slower than float32, ` +
      'with the same rounding',
  ];
}
