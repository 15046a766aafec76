import { contentHash, Dataset, type RunRecord, type TrainingPlan, UserError } from '@alignclip/core';
import { matching, type ParameterCounts, ParameterShapes } from '@alignclip/nn';
import { type Objective, TrainingObjective, type TrunkPlan } from '@alignclip/training';
import { fittedOnScored } from '@alignclip/evaluation';
import { cellKeys, partsOfFiles, type PartsOfFiles } from '../identity/cell-keys';
import type { Cell } from '../define/cells';
import { cellName } from '../define/folds';
import { checkRun, trunksOf } from '../compose/checks';
import { CodeFingerprint } from '../identity/code-fingerprint';
import { compose } from '../compose/compose';
import { withDataset } from '../compose/data-services';
import type { LoadedExperiment } from '../define/load-experiment';
import type { OpenedExperiment } from './open-experiment';
import { trainedSteps } from '../store/records';
import { withStartingWeights } from './starting-weights';

/** A cell to plan. */
export interface OpenCell extends Cell {
  /** `trial`: of the experiment's `tune`. `undecided`: trials must choose its values first; until then it has those of the file. */
  readonly state?: 'trial' | 'undecided';
}

/** A cell with its identity, and its record if it is finished. */
export interface PlannedCell extends OpenCell {
  readonly id: string;
  readonly key: string;
  readonly trainingKey: string;
  readonly record: RunRecord | undefined;
  /** Finished steps in its checkpoint. */
  readonly trainedSteps: number;
  /** Numbers of trained values. */
  readonly parameters: ParameterCounts;
  readonly training: TrainingPlan;
  /** What is wrong with the split that a map is fitted on: it is scored. */
  readonly fittedOnScored: readonly string[];
  /** Its frozen trunks. */
  readonly trunks: readonly TrunkPlan[];
}

/** Resolves and checks cells: unknown names, invalid options and parts that don't fit fail here. */
export async function planCells(
  experiment: OpenedExperiment,
  cells: readonly OpenCell[],
  profile: string | undefined,
): Promise<PlannedCell[]> {
  const { store, definition } = experiment;
  const { startsFrom } = definition;
  const fingerprint = new CodeFingerprint(experiment);
  const checked = new Map<string, CheckedRun>();
  const datasets = new Map<string, Dataset>();
  const planned: PlannedCell[] = [];
  for (const { state, ...open } of cells) {
    const cell = startsFrom ? await withStartingWeights(open, experiment, profile) : open;
    const config = contentHash(cell.config);
    const known = checked.get(config) ?? (await checkedRun(cell, experiment, datasets));
    checked.set(config, known);
    const { needs, parameters, data, training, trunks, parts, fittedOnScored } = known;
    const dataset = { fingerprint: async () => data };
    const { key, trainingKey } = await cellKeys(cell, dataset, fingerprint, needs, parts);
    const isDecided = state !== 'undecided';
    planned.push({
      ...cell,
      ...(state && { state }),
      id: cellName(cell),
      key,
      trainingKey,
      record: isDecided ? store.find(cell.variant, cell.seed, key) : undefined,
      trainedSteps: isDecided ? await trainedSteps(store.checkpointPath(trainingKey)) : 0,
      parameters,
      training,
      trunks,
      fittedOnScored,
    });
  }
  return planned;
}

/** The checked properties of a configuration, independent of the seed. */
interface CheckedRun {
  readonly parameters: ParameterCounts;
  readonly training: TrainingPlan;
  readonly trunks: readonly TrunkPlan[];
  readonly needs: Objective['needs'];
  readonly fittedOnScored: readonly string[];
  /** Fingerprint of the data set. */
  readonly data: string;
  readonly parts: PartsOfFiles;
}

/** `datasets`: those that are open already, by the hash of their spec. */
async function checkedRun(
  cell: Cell,
  { definition, registry }: LoadedExperiment,
  datasets: Map<string, Dataset>,
): Promise<CheckedRun> {
  try {
    const spec = contentHash(cell.config.dataset);
    const open = definition.modules === undefined ? datasets.get(spec) : undefined;
    const modules = open ? [withDataset(open)] : definition.modules;
    const shapes = new ParameterShapes();
    const run = compose({ ...cell, registry, modules, parameters: shapes });
    const parameters = await checkRun(run);
    checkDecay(cell, shapes.addresses);
    const { needs } = await run.get(TrainingObjective);
    const parts = await partsOfFiles(run, cell, needs);
    const dataset = await run.get(Dataset);
    datasets.set(spec, dataset);
    const onScored = fittedOnScored(await run.maps(), cell.config.evaluators);
    return {
      parameters,
      training: run.plan,
      trunks: await trunksOf(run),
      needs,
      data: await dataset.fingerprint(),
      parts,
      fittedOnScored: onScored,
    };
  } catch (error) {
    throw error instanceof UserError ? new UserError(`variant "${cell.variant}": ${error.message}`) : error;
  }
}

/** Throws UserError where a glob of AdamW's noDecay matches no parameter, as its first step would. */
function checkDecay({ config: { optimizer } }: Cell, addresses: readonly string[]): void {
  if (optimizer.type !== 'adam-w') return;
  for (const glob of optimizer.options['noDecay'] as readonly string[]) matching(glob, addresses, 'noDecay');
}
