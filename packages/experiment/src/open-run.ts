import { type RunRecord, UserError } from '@alignclip/core';
import { Parameters } from '@alignclip/nn';
import { Model, readWeights } from '@alignclip/training';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compose } from './compose';
import { findRecord } from './find-record';
import type { LoadedExperiment } from './load-experiment';
import { openedModel, type OpenedModel } from './opened-model';
import { Registry } from './registry';
import type { RunConfig } from './run-config';
import { checkpointPath } from './run-store';

export interface OpenOptions {
  /** Where runs are looked for. */
  readonly runs: string;
  /** Weights to read instead of the run's own checkpoint. */
  readonly checkpoint?: string | undefined;
  /** The experiment file, where the run uses components or modules of its own. */
  readonly experiment?: LoadedExperiment | undefined;
}

/** A finished run with its weights. */
export interface OpenedRun extends OpenedModel {
  readonly record: RunRecord;
}

/** Composes a run anew from its record and reads its weights. Throws UserError where one of both is missing or wrong. */
export async function openRun(reference: string, options: OpenOptions): Promise<OpenedRun> {
  const { record, path, folder } = findRecord(reference, options.runs);
  const config = record.config as unknown as RunConfig;
  const definition: OpenedRun['definition'] = options.experiment?.definition ?? {};
  const registry = new Registry(definition.components);
  const { key, experiment, variant, seed } = record;
  const run = compose({ config, seed, registry, modules: definition.modules });
  await run.get(Model);
  await readWeights(options.checkpoint ?? checkpointOf(record, path, folder), await run.get(Parameters));
  const composed = { about: { key, experiment, variant, seed }, seed, config, registry, definition, run };
  return { record, ...(await openedModel(composed, join(folder, 'embeddings'), options.experiment)) };
}

function checkpointOf({ trainingKey, variant, seed }: RunRecord, path: string, folder: string): string {
  if (trainingKey === undefined) {
    throw new UserError(`${path}: made by an older version, without trainingKey; name its weights with --checkpoint`);
  }
  const checkpoint = checkpointPath(folder, trainingKey);
  if (existsSync(checkpoint)) return checkpoint;
  throw new UserError(
    `${variant}, seed ${seed}: its checkpoint ${checkpoint} is gone; train it again (alignclip train)`,
  );
}
