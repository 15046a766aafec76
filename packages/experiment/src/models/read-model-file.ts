import { cacheFolder } from '@alignclip/backend';
import { type JsonObject, naming, type Spec, UserError, warn } from '@alignclip/core';
import {
  type CheckpointFile,
  checkValues,
  formByAddress,
  fromStateDict,
  type HubModel,
  isAddressed,
  knownAs,
  type ModelForm,
  parametersOf,
  readCheckpointFile,
  type StoredTensor,
  toldForm,
} from '@alignclip/formats';
import { Parameters } from '@alignclip/nn';
import { Model, restoreParameters } from '@alignclip/training';
import { compose } from '../compose/compose';
import type { LoadedExperiment } from '../define/load-experiment';
import { defaultConfig } from '../define/run-config';
import { noExperiment, openedModel, type OpenedModel } from './open-run';
import { configBeside } from './config-beside';
import { hubConfigBeside } from './hub-config-beside';
import { hasHyperParameters, type HyperParameters, hyperParametersOf, modelConfig } from './model-config';
import { modelTokenizer } from './model-tokenizer';
import { refuseIdle } from './refuse-idle';

/** A complete model from a file: parameters by address, and everything needed to build its towers. */
export interface ModelFile {
  /** The file of the weights, or the index of several. */
  readonly path: string;
  readonly format: CheckpointFile['format'];
  readonly parameters: ReadonlyMap<string, StoredTensor>;
  readonly form: ModelForm;
  readonly hyperParameters: HyperParameters;
  /** The file that tells the heads; undefined where they are guessed, for a model of no known size. */
  readonly hyperParametersFrom: string | undefined;
  /** Parameters that no embedding depends on; not loaded. */
  readonly unused: readonly string[];
  /** The model of transformers whose names the file has, if it has. */
  readonly hub: HubModel | undefined;
  /** The bias of SigLIP's loss, if the file has it; no tower uses it. */
  readonly logitBias: number | undefined;
  /** Which weights of the file were taken, without which prefixes; undefined where there was no choice. */
  readonly taken: string | undefined;
}

/**
 * Reads a CLIP, SigLIP or SharedCLIP: a checkpoint of open_clip, AlignCLIP or transformers, a file that `alignclip import` wrote, or a run's
 * checkpoint; in one file or several with an index, or a folder with these. Heads and activation are those given, else those in the file, else those of `<name>-config.json` beside it,
 * else open_clip's usual ones. Throws UserError naming file and parameter if one is missing, unknown, not finite or has the
 * wrong shape, and naming a given value that would change nothing.
 */
export async function readModelFile(
  place: string,
  wish: Partial<HyperParameters> = {},
  weights?: string,
): Promise<ModelFile> {
  const file = await readCheckpointFile(place, weights);
  const { path, taken } = file;
  const { parameters, form, unused, usual, hub } = naming(path, () => modelOf(file));
  naming(path, () => refuseIdle(form, wish));
  const metadata = file.about;
  const beside = hasHyperParameters(metadata) ? undefined : await besideWeights(path, form, hub);
  const wanted = { ...beside?.hyperParameters, ...wish };
  const isTold = hasHyperParameters(metadata) || hasHeads(wanted) || knownAs(form).length > 0;
  const hyperParameters = naming(path, () => hyperParametersOf(form, metadata, wanted, usual));
  return {
    path,
    format: file.format,
    parameters,
    form: toldForm(form, hyperParameters),
    unused,
    hub,
    logitBias: toNumber(file.tensors.get('logit_bias')),
    taken,
    hyperParameters,
    hyperParametersFrom: isTold ? (beside?.path ?? path) : undefined,
  };
}

function modelOf({ tensors, unread }: CheckpointFile) {
  const isOwn = isAddressed(tensors.keys());
  try {
    if (!isOwn) return fromStateDict(tensors);
    const parameters = parametersOf(tensors);
    checkValues(parameters);
    return { parameters, form: formByAddress(parameters), unused: [], usual: {}, hub: undefined };
  } catch (error) {
    if (unread.size === 0 || !(error instanceof UserError)) throw error;
    const names = [...unread].slice(0, 5).map(([name, type]) => `${name} (${type})`);
    throw new UserError(`${error.message}; not read, for their types: ${names.join(', ')}`);
  }
}

const besideWeights = (path: string, form: ModelForm, hub: HubModel | undefined) =>
  hub === undefined ? configBeside(path, form) : hubConfigBeside(path, hub, form);

const toNumber = (tensor: StoredTensor | undefined): number | undefined =>
  tensor?.data.length === 1 ? Number(tensor.data[0]) : undefined;

const hasHeads = ({ imageHeads, textHeads }: Partial<HyperParameters>): boolean =>
  imageHeads !== undefined && textHeads !== undefined;

export interface ModelFileOptions {
  readonly dataset: Spec<'dataset'>;
  readonly hyperParameters?: Partial<HyperParameters>;
  /** Which weights, where the file has several: "ema", or their name. */
  readonly weights?: string | undefined;
  /** A tokenizer.json, where it is not beside the weights. */
  readonly tokenizer?: string | undefined;
  readonly experiment?: LoadedExperiment | undefined;
}

/** A warning for a model whose heads nothing tells: wrong ones give other embeddings, and no error. */
export const guessWarning = ({ path, hyperParameters }: ModelFile): string =>
  `warning: ${path} doesn't say the heads of its attention; guessed: ${hyperParameters.imageHeads} and ` +
  `${hyperParameters.textHeads} heads, ${hyperParameters.activation}. Wrong ones give wrong embeddings`;

/** Builds the towers of a model file for a data set and loads the weights. Throws UserError as `readModelFile` does. */
export async function openModelFile(
  path: string,
  { dataset, hyperParameters, weights, tokenizer, experiment }: ModelFileOptions,
): Promise<OpenedModel> {
  const file = await readModelFile(path, hyperParameters, weights);
  if (file.taken !== undefined) warn(`${path}: ${file.taken}`);
  if (file.hyperParametersFrom === undefined) process.stderr.write(`${guessWarning(file)}\n`);
  const ids = await modelTokenizer(file, tokenizer);
  const { definition, registry } = experiment ?? noExperiment();
  const config = { ...defaultConfig(), ...modelConfig(file.form, file.hyperParameters, ids), dataset, losses: [] };
  const run = compose({ config, seed: 0, registry, modules: definition.modules });
  await run.get(Model);
  restoreParameters(await run.get(Parameters), file.parameters, path);
  const about = { file: path, kind: file.form.kind, ...(file.hyperParameters as JsonObject) };
  return openedModel({ about, seed: 0, config, registry, definition, run }, cacheFolder('model-files'), experiment);
}
