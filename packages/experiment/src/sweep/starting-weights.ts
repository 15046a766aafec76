import { UserError } from '@alignclip/core';
import { dirname, join } from 'node:path';
import { keysOfRun } from '../identity/cell-keys';
import { cellsOf, type Cell } from '../define/cells';
import { CodeFingerprint } from '../identity/code-fingerprint';
import { compose } from '../compose/compose';
import { folderOf } from '../define/define-experiment';
import { experimentOf } from '../define/load-experiment';
import { ParameterShapes } from '@alignclip/nn';
import { checkpointPath } from '../store/run-store';
import type { OpenedExperiment } from './open-experiment';
import { trainedSteps } from '../store/started-cells';

/**
 * The cell as it trains: where its experiment goes on from another (`startsFrom`), with the finished checkpoint of that
 * one's cell of the same variant, seed and profile. Throws UserError where that isn't there.
 */
export async function withStartingWeights(
  cell: Cell,
  { file, definition, registry, store }: OpenedExperiment,
  profile: string | undefined,
): Promise<Cell> {
  const first = definition.startsFrom;
  if (first === undefined) return cell;
  const [begun] = cellsOf(first, { profile, variants: [cell.variant], seeds: [cell.seed] });
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
      `${cell.variant} · seed ${cell.seed} of "${definition.name}" begins with the weights of "${first.name}", whose training isn't finished: run that one first`,
    );
  }
  return { ...cell, config: { ...cell.config, trainer: registry.startingFrom(cell.config.trainer, from) } };
}
