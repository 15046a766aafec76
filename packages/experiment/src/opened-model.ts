import { contentHash, type DualEncoder, type JsonObject, type Spec } from '@alignclip/core';
import { cachedEncoder, readEmbeddingFile, writeEmbeddingFile } from '@alignclip/evaluation';
import { Parameters } from '@alignclip/nn';
import { join } from 'node:path';
import { CodeFingerprint } from './code-fingerprint';
import { compose, type Run } from './compose';
import type { ExperimentDefinition } from './define-experiment';
import type { LoadedExperiment } from './load-experiment';
import type { Registry } from './registry';
import type { RunConfig } from './run-config';
import { weightsHash } from './weights-hash';

/** A model with its weights: of a finished run, or of a file. */
export interface OpenedModel {
  /** Which one it is, for what is written about it. */
  readonly about: JsonObject;
  readonly seed: number;
  readonly config: RunConfig;
  readonly registry: Registry;
  readonly definition: Pick<ExperimentDefinition, 'components' | 'modules'>;
  readonly run: Run;
  /** Embeds what its embedding file doesn't hold yet. */
  readonly model: DualEncoder;
  /** Keeps every embedding made so far for the next time. */
  keepEmbeddings(): Promise<void>;
}

type Composed = Omit<OpenedModel, 'model' | 'keepEmbeddings'>;

/** A composed run whose weights have been read, with the embeddings that `folder` holds for it. */
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
  ];
  const code = new CodeFingerprint(experiment ?? noExperiment).of(towers as readonly Spec[]);
  const weights = weightsHash(await run.get(Parameters));
  const cache = join(folder, `${contentHash({ towers, code, weights }).slice(0, 24)}.safetensors`);
  const known = await readEmbeddingFile(cache);
  return {
    ...composed,
    model: cachedEncoder(await run.dualEncoder(), known),
    keepEmbeddings: () => writeEmbeddingFile(cache, known),
  };
}

/** The same model, with another data set to look at. */
export function onDataset<Opened extends OpenedModel>(opened: Opened, dataset: Spec<'dataset'>): Opened {
  const { registry, seed, definition } = opened;
  const config = { ...opened.config, dataset };
  return { ...opened, config, run: compose({ config, seed, registry, modules: definition.modules }) };
}

const noExperiment = { file: '', definition: {} } as unknown as LoadedExperiment;
