import { UserError } from '@alignclip/core';
import { dirname, join } from 'node:path';
import { keysOfRun } from '../identity/cell-keys';
import { cellsOf, type Cell } from '../define/cells';
import { CodeFingerprint } from '../identity/code-fingerprint';
import { compose } from '../compose/compose';
import { folderOf, startOf } from '../define/define-experiment';
import { experimentOf } from '../define/load-experiment';
import { ParameterShapes } from '@alignclip/nn';
import { checkpointPath } from '../store/run-store';
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
  const [begun] = cellsOf(first, { profile, variants: [variant], seeds: [cell.seed] });
  const beginning = experimentOf(first, file);
  const run = compose({
    ...begun!,
    registry: beginning.registry,
    modules: first.modules,
    parameters: new ParameterShapes(),
  });
  const { trainingKey } = await keysOfRun(run, begun!, new CodeFingerprint(beginning));
  const from = checkpointPath(join(dirname(store.folder), folderOf(first)), trainingKey);
  if ((await trainedSteps(from)) !== run.plan.steps) {
    throw new UserError(
      `${cell.variant} · seed ${cell.seed} of "${definition.name}" starts from the weights of "${first.name}", whose training isn't finished: run that experiment first`,
    );
  }
  return { ...cell, config: { ...cell.config, trainer: registry.startingFrom(cell.config.trainer, from) } };
}
