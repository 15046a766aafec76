import { cacheFolder } from '@alignclip/backend';
import { UserError, type Spec } from '@alignclip/core';
import { ClipTokenizer } from '@alignclip/encoders';
import {
  addressedSize,
  type CheckpointFile,
  checkValues,
  fromOpenClip,
  isAddressed,
  type ModelSize,
  parametersOf,
  readCheckpointFile,
  type StoredTensor,
} from '@alignclip/formats';
import { Parameters } from '@alignclip/nn';
import { Model, restoreParameters } from '@alignclip/training';
import { compose } from '../compose/compose';
import type { LoadedExperiment } from '../define/load-experiment';
import { defaultConfig } from '../define/run-config';
import { noExperiment, openedModel, type OpenedModel } from './open-run';
import { type HyperParameters, hyperParametersOf, modelConfig } from './model-config';

/** A complete model from a file: parameters by address, and everything needed to build its towers. */
export interface ModelFile {
  readonly path: string;
  readonly format: CheckpointFile['format'];
  readonly parameters: ReadonlyMap<string, StoredTensor>;
  readonly size: ModelSize;
  readonly hyperParameters: HyperParameters;
  /** Parameters that no embedding depends on; not loaded. */
  readonly unused: readonly string[];
}

/**
 * Reads a CLIP or SharedCLIP: a checkpoint of open_clip or AlignCLIP, a file that `alignclip import` wrote, or a run's
 * checkpoint. Throws UserError naming file and parameter if one is missing, unknown or has the wrong shape.
 */
export async function readModelFile(path: string, wish: Partial<HyperParameters> = {}): Promise<ModelFile> {
  const { format, tensors, about } = await readCheckpointFile(path);
  return naming(path, () => {
    if (!isAddressed(tensors.keys())) {
      const { parameters, size, unused } = fromOpenClip(tensors);
      return { path, format, parameters, size, unused, hyperParameters: hyperParametersOf(size, {}, wish) };
    }
    const parameters = parametersOf(tensors);
    checkValues(parameters);
    const size = addressedSize(parameters);
    return { path, format, parameters, size, unused: [], hyperParameters: hyperParametersOf(size, about, wish) };
  });
}

function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${path}: ${error.message}`) : error;
  }
}

export interface ModelFileOptions {
  readonly dataset: Spec<'dataset'>;
  readonly hyperParameters?: Partial<HyperParameters>;
  readonly experiment?: LoadedExperiment | undefined;
}

/** Builds the towers of a model file for a data set and loads the weights. Throws UserError as `readModelFile` does. */
export async function openModelFile(
  path: string,
  { dataset, hyperParameters, experiment }: ModelFileOptions,
): Promise<OpenedModel> {
  const file = await readModelFile(path, hyperParameters);
  checkVocabulary(file);
  const { definition, registry } = experiment ?? noExperiment();
  const config = { ...defaultConfig(), ...modelConfig(file.size, file.hyperParameters), dataset, losses: [] };
  const run = compose({ config, seed: 0, registry, modules: definition.modules });
  await run.get(Model);
  restoreParameters(await run.get(Parameters), file.parameters, path);
  const about = { file: path, kind: file.size.kind, ...file.hyperParameters };
  return openedModel({ about, seed: 0, config, registry, definition, run }, cacheFolder('model-files'), experiment);
}

/** Throws UserError unless the token table has CLIP's vocabulary: no other can be identified from the table. */
function checkVocabulary({ path, size: { text } }: ModelFile): void {
  const known = new ClipTokenizer().vocabularySize;
  if (text.vocabularySize === known) return;
  throw new UserError(
    `${path}: its token table has ${text.vocabularySize} rows, CLIP's tokenizer ${known} ids: texts can't be embedded; ` +
      'open your own run by its record instead',
  );
}
