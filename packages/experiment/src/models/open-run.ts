import {
  type RunRecord,
  Tokenizer,
  UserError,
  contentHash,
  type DualEncoder,
  type JsonObject,
  type Spec,
} from '@alignclip/core';
import { arithmetic } from '@alignclip/backend';
import { cachedEncoder, readEmbeddingFile, writeEmbeddingFile } from '@alignclip/evaluation';
import { freeze, Parameters } from '@alignclip/nn';
import { Model, readWeights } from '@alignclip/training';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compose, type Run } from '../compose/compose';
import type { ExperimentDefinition } from '../define/define-experiment';
import { experimentOf, type LoadedExperiment } from '../define/load-experiment';
import type { Registry } from '../define/registry';
import type { RunConfig, SlotName } from '../define/run-config';
import { CodeFingerprint } from '../identity/code-fingerprint';
import { weightsHash } from '../identity/provenance';
import { findRecord } from '../store/find-record';
import { checkpointPath } from '../store/run-store';

export interface OpenOptions {
  /** The folder of runs. */
  readonly runs: string;
  /** Weights to read instead of the run's own checkpoint. */
  readonly checkpoint?: string | undefined;
  /** The experiment file, if the run uses components or modules of its own. */
  readonly experiment?: LoadedExperiment | undefined;
}

/** A finished run with its weights. */
export interface OpenedRun extends OpenedModel {
  readonly record: RunRecord;
}

/** Composes a run again from its record and reads its weights. Throws UserError if either is missing or invalid. */
export async function openRun(reference: string, options: OpenOptions): Promise<OpenedRun> {
  const { record, path, folder } = findRecord(reference, options.runs);
  const config = configOf(record, path);
  const { definition, registry } = options.experiment ?? noExperiment();
  if (options.experiment === undefined) checkOwn(record, registry);
  const { key, experiment, variant, seed } = record;
  const { ofFeatures: codeOf } = new CodeFingerprint(options.experiment ?? noExperiment());
  const run = compose({ config, seed, registry, modules: definition.modules, codeOf });
  await run.get(Model);
  const parameters = await run.get(Parameters);
  await readWeights(options.checkpoint ?? checkpointOf(record, path, folder), parameters);
  freeze(parameters, run.plan.freeze);
  const composed = { about: { key, experiment, variant, seed }, seed, config, registry, definition, run };
  return { record, ...(await openedModel(composed, join(folder, 'embeddings'), options.experiment)) };
}

/** What a model is composed of. */
const modelSlots = [
  'dataset',
  'evaluationTransform',
  'tokenizer',
  'imageEncoder',
  'textEncoder',
  'sharing',
  'temperature',
] as const satisfies readonly SlotName[];

/** Throws UserError where a part of the model is missing or belongs to another slot. */
function configOf({ config }: RunRecord, path: string): RunConfig {
  for (const slot of modelSlots) {
    const spec = Object.hasOwn(config, slot) ? config[slot] : undefined;
    if (spec === undefined || Array.isArray(spec)) throw new UserError(`record ${path}: its config names no ${slot}`);
    if (spec.slot !== slot) throw new UserError(`record ${path}: "${spec.type}" is a component of slot "${spec.slot}"`);
  }
  return config as unknown as RunConfig;
}

/** Throws UserError where the run has components of its own, which only its experiment file knows. */
function checkOwn({ variant, seed, config }: RunRecord, registry: Registry): void {
  const known = new Set(registry.components.map(({ slot, type }) => `${slot.name}/${type}`));
  const own = Object.values(config)
    .flat()
    .find(({ slot, type }) => !known.has(`${slot}/${type}`));
  if (own === undefined) return;
  throw new UserError(
    `${variant}, seed ${seed}: its "${own.type}" of slot "${own.slot}" is a component of its own experiment; name the experiment file with --experiment <file>`,
  );
}

function checkpointOf({ trainingKey, variant, seed }: RunRecord, path: string, folder: string): string {
  if (trainingKey === undefined) {
    throw new UserError(
      `${path}: written by an older version, without trainingKey; name its weights with --checkpoint`,
    );
  }
  const checkpoint = checkpointPath(folder, trainingKey);
  if (existsSync(checkpoint)) return checkpoint;
  throw new UserError(
    `${variant}, seed ${seed}: its checkpoint ${checkpoint} is missing; train it again (alignclip train)`,
  );
}

/** A model with its weights, from a finished run or a file. */
export interface OpenedModel {
  /** Identifies the model in output files. */
  readonly about: JsonObject;
  readonly seed: number;
  readonly config: RunConfig;
  readonly registry: Registry;
  readonly definition: Pick<ExperimentDefinition, 'components' | 'modules'>;
  readonly run: Run;
  /** Takes lists that were embedded together before from its embedding file. */
  readonly model: DualEncoder;
  /** Saves every embedding computed so far for later use. */
  keepEmbeddings(): Promise<void>;
}

type Composed = Omit<OpenedModel, 'model' | 'keepEmbeddings'>;

/** A composed run whose weights are loaded, with the embeddings that `folder` holds for it. */
export async function openedModel(
  composed: Composed,
  folder: string,
  experiment: LoadedExperiment | undefined,
): Promise<OpenedModel> {
  const { config, run } = composed;
  const towers = [
    config.imageEncoder,
    config.textEncoder,
    config.tokenizer,
    config.evaluationTransform,
    config.sharing,
    ...[config.head, config.embeddingHead].filter((spec) => spec !== undefined),
  ];
  const code = new CodeFingerprint(experiment ?? noExperiment()).of(towers);
  const weights = weightsHash(await run.get(Parameters));
  const ids = await (await run.get(Tokenizer)).fingerprint?.();
  const cache = join(
    folder,
    `${contentHash({ towers, code, weights, machine: arithmetic(), ...(ids !== undefined && { ids }) }).slice(0, 24)}.safetensors`,
  );
  const known = await readEmbeddingFile(cache);
  return {
    ...composed,
    model: cachedEncoder(await run.dualEncoder(), known),
    keepEmbeddings: () => writeEmbeddingFile(cache, known),
  };
}

/** The same model with another data set. */
export function onDataset<Opened extends OpenedModel>(opened: Opened, dataset: Spec<'dataset'>): Opened {
  const { registry, seed, definition } = opened;
  const config = { ...opened.config, dataset };
  return { ...opened, config, run: compose({ config, seed, registry, modules: definition.modules }) };
}

const nothing = {} as ExperimentDefinition;

/** Stands for an experiment if a model needs only the packages' components. */
export const noExperiment = (): LoadedExperiment => experimentOf(nothing);
