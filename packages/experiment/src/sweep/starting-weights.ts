import { naming, UserError } from '@alignclip/core';
import { dirname, join } from 'node:path';
import { keysOfRun } from '../identity/cell-keys';
import { cellsOf, profileOf, type Cell, type CellSelection } from '../define/cells';
import { CodeFingerprint } from '../identity/code-fingerprint';
import { compose } from '../compose/compose';
import { folderOf, startOf } from '../define/define-experiment';
import { experimentOf } from '../define/load-experiment';
import { ParameterShapes } from '@alignclip/nn';
import { RunStore } from '../store/run-store';
import { tunePlan } from '../define/tune';
import { overrideAll } from '../define/override';
import { choice, type TriedCell } from './choice';
import type { OpenedExperiment } from './open-experiment';
import { trainedSteps } from '../store/records';

/**
 * The cell as it is trained: if its experiment starts from another one (`startsFrom`), with the finished checkpoint of the
 * other's cell with the same seed, profile and variant, or with the variant that it names. Throws UserError if that checkpoint is missing or unfinished.
 */
export async function withStartingWeights(
  cell: Cell,
  { file, definition, registry, store }: OpenedExperiment,
  profile: string | undefined,
): Promise<Cell> {
  const start = startOf(definition);
  if (start === undefined) return cell;
  const { experiment: first, variant = cell.variant } = start;
  const folder = join(dirname(store.folder), folderOf(first));
  const beginning = { ...experimentOf(first, file), store: new RunStore(folder) };
  const begun = await begunCell(beginning, { profile, variants: [variant], seeds: [cell.seed] });
  const from = begun && (await finishedWeights(begun, beginning, profile));
  if (from === undefined)
    throw new UserError(
      `${cell.variant} · seed ${cell.seed} of "${definition.name}" starts from the weights of "${first.name}", whose training isn't finished: run that experiment first`,
    );
  return { ...cell, config: { ...cell.config, trainer: registry.startingFrom(cell.config.trainer, from) } };
}

/** The checkpoint of a cell; undefined while it isn't finished. */
async function finishedWeights(cell: Cell, experiment: OpenedExperiment, profile: string | undefined) {
  const { run, keys } = await identified(cell, experiment, profile);
  const path = experiment.store.checkpointPath(keys.trainingKey);
  return (await trainedSteps(path)) === run.plan.steps ? path : undefined;
}

/** The cell that is started from, with the values that trials have chosen for it; undefined while they are missing. */
async function begunCell(experiment: OpenedExperiment, selection: CellSelection): Promise<Cell | undefined> {
  const { definition, registry, file, store } = experiment;
  const { profile = 'quick' } = selection;
  const [cell] = naming(`startsFrom "${definition.name}"`, () => cellsOf(definition, selection));
  const plan = tunePlan(definition, profileOf(definition, profile), profile);
  const own = plan?.trials.get(cell!.variant);
  if (plan === undefined || own === undefined) return cell;
  const trying = { ...experimentOf(plan.definition, file), store };
  const tried: TriedCell[] = [];
  for (const trial of cellsOf(plan.definition, { profile, variants: own.map(({ name }) => name) })) {
    const { key } = (await identified(trial, trying, profile)).keys;
    tried.push({ variant: trial.variant, record: store.find(trial.variant, trial.seed, key) });
  }
  const chosen = choice(cell!.variant, own, plan, tried);
  if (chosen === 'undecided') return undefined;
  return { ...cell!, config: overrideAll(cell!.config, chosen.chosen, registry), tuning: chosen };
}

/** The run of a cell without its weights, and its keys. */
async function identified(planned: Cell, experiment: OpenedExperiment, profile: string | undefined) {
  const { definition, registry } = experiment;
  const cell = await withStartingWeights(planned, experiment, profile);
  const run = compose({ ...cell, registry, modules: definition.modules, parameters: new ParameterShapes() });
  return { run, keys: await keysOfRun(run, cell, new CodeFingerprint(experiment)) };
}
