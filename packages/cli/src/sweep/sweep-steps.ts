import type { BackendReport } from '@alignclip/backend';
import { counted, settingTexts, sizeText, timeText, Dataset, UserError } from '@alignclip/core';
import {
  cellsOf,
  checkScores,
  estimate,
  type LoadedExperiment,
  type MeasuredCells,
  type PlannedCell,
  type SweepPlan,
  type ExperimentDefinition,
  checkTrainingData,
  compose,
} from '@alignclip/experiment';
import { hasSentenceEncoder } from '@alignclip/teachers';
import { TrainingData } from '@alignclip/training';
import { preparationProgress } from '../progress/progress';
import { precisionLines } from './precision-lines';
import { choiceLines, trialCount } from './trial-lines';
import { featureLines, prepareSweepFeatures } from './sweep-features';

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

/**
 * The profile to run: the one given, else `reduced` if the experiment has one and this machine lacks what the experiment
 * needs (native TensorFlow, the sentence encoder of its teacher). `notice` says so.
 */
export function chooseProfile(
  { profiles = {}, base }: ExperimentDefinition,
  asked: string | undefined,
  backend: Pick<BackendReport, 'name' | 'reason'>,
): { profile?: string; notice?: string } {
  if (asked !== undefined) return { profile: asked };
  const missing = [
    backend.name !== 'tensorflow' && `native TensorFlow (using ${backend.name}: ${backend.reason})`,
    lacksTeacher(base.teacher) && 'the sentence encoder of the teacher',
  ].filter((part) => part !== false);
  if (missing.length === 0 || profiles['reduced'] === undefined) return {};
  return {
    profile: 'reduced',
    notice: `This machine lacks ${missing.join(' and ')}: running the REDUCED profile, which is too small for conclusions. To fix it, run \`npx alignclip doctor\`.`,
  };
}

/** The default teacher is sbert. */
function lacksTeacher(teacher: ExperimentDefinition['base']['teacher']): boolean {
  if (teacher && teacher.type !== 'sbert') return false;
  const model = teacher?.options['model'];
  return !hasSentenceEncoder(typeof model === 'string' ? model : 'all-MiniLM-L6-v2');
}

/**
 * Fills the caches that several cells would otherwise fill at the same time: decoded images, caption embeddings, features
 * of frozen trunks. Throws UserError if the training data do not suit the run, Interrupted when the signal aborts while
 * features are computed.
 */
export async function prepareData(plan: SweepPlan, signal?: AbortSignal): Promise<void> {
  const {
    experiment: { definition, registry },
    cells,
  } = plan;
  const { report, stop } = preparationProgress();
  const unfinished = cells.filter(({ record }) => record === undefined);
  const prepared = new Map(
    unfinished.map(({ config, seed, training }) => [
      JSON.stringify([config.dataset, config.teacher, config.losses, training.batchSize]),
      { config, seed },
    ]),
  );
  try {
    for (const { config, seed } of prepared.values()) {
      const run = compose({ config, seed, registry, modules: definition.modules, onProgress: report });
      const dataset = await run.get(Dataset);
      for (const split of dataset.splits) await begin(dataset, split);
      await checkTrainingData(run);
      await run.get(TrainingData);
    }
    await prepareSweepFeatures(plan, report, signal);
  } finally {
    stop();
  }
}

/** Reads the first example of a split, and closes the reader. */
async function begin(dataset: Dataset, split: string): Promise<void> {
  const examples = dataset.examples(split)[Symbol.asyncIterator]();
  await examples.next();
  await examples.return?.();
}
