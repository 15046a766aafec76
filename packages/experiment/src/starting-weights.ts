import { UserError } from '@alignclip/core';
import { dirname, join } from 'node:path';
import { keysOfRun } from './cell-keys';
import { cellsOf, type Cell } from './cells';
import { CodeFingerprint } from './code-fingerprint';
import { compose } from './compose';
import { folderOf } from './define-experiment';
import type { LoadedExperiment } from './load-experiment';
import { ParameterShapes } from './parameter-shapes';
import { Registry } from './registry';
import { checkpointPath, type RunStore } from './run-store';
import { trainedSteps } from './trained-steps';

/**
 * The cell as it trains: where its experiment goes on from another (`startsFrom`), with the finished checkpoint of that
 * one's cell of the same variant, seed and profile. Throws UserError where that isn't there.
 */
export async function withStartingWeights(
  cell: Cell,
  { file, definition }: LoadedExperiment,
  profile: string | undefined,
  store: Pick<RunStore, 'folder'>,
): Promise<Cell> {
  const first = definition.startsFrom;
  if (first === undefined) return cell;
  const [begun] = cellsOf(first, { profile, variants: [cell.variant], seeds: [cell.seed] });
  const registry = new Registry(first.components);
  const run = compose({ ...begun!, registry, modules: first.modules, parameters: new ParameterShapes() });
  const { trainingKey } = await keysOfRun(run, begun!, new CodeFingerprint({ file, definition: first }));
  const from = checkpointPath(join(dirname(store.folder), folderOf(first)), trainingKey);
  if ((await trainedSteps(from)) !== begun!.config.trainer.options['steps']) {
    throw new UserError(
      `${cell.variant} · seed ${cell.seed} of "${definition.name}" begins with the weights of "${first.name}", whose training isn't finished: run that one first`,
    );
  }
  const { trainer } = cell.config;
  return { ...cell, config: { ...cell.config, trainer: { ...trainer, options: { ...trainer.options, from } } } };
}
