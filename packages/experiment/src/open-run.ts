import { contentHash, type DualEncoder, type RunRecord, type Spec, UserError } from '@alignclip/core';
import { cachedEncoder, readEmbeddingFile, writeEmbeddingFile } from '@alignclip/evaluation';
import { Parameters } from '@alignclip/nn';
import { Model, readWeights } from '@alignclip/training';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CodeFingerprint } from './code-fingerprint';
import { compose, type Run } from './compose';
import type { ExperimentDefinition } from './define-experiment';
import { findRecord } from './find-record';
import type { LoadedExperiment } from './load-experiment';
import { Registry } from './registry';
import type { RunConfig } from './run-config';
import { checkpointPath } from './run-store';
import { weightsHash } from './weights-hash';

export interface OpenOptions {
  /** Where runs are looked for. */
  readonly runs: string;
  /** Weights to read instead of the run's own checkpoint. */
  readonly checkpoint?: string | undefined;
  /** The experiment file, where the run uses components or modules of its own. */
  readonly experiment?: LoadedExperiment | undefined;
}

/** A finished run with its weights. */
export interface OpenedRun {
  readonly record: RunRecord;
  readonly config: RunConfig;
  readonly registry: Registry;
  readonly definition: Pick<ExperimentDefinition, 'components' | 'modules'>;
  readonly run: Run;
  /** Embeds what the run's embedding file doesn't hold yet. */
  readonly model: DualEncoder;
  /** Keeps every embedding made so far for the next time. */
  keepEmbeddings(): Promise<void>;
}

/** Composes a run anew from its record and reads its weights. Throws UserError where one of both is missing or wrong. */
export async function openRun(reference: string, options: OpenOptions): Promise<OpenedRun> {
  const { record, path, folder } = findRecord(reference, options.runs);
  const config = record.config as unknown as RunConfig;
  const definition: OpenedRun['definition'] = options.experiment?.definition ?? {};
  const registry = new Registry(definition.components);
  const run = compose({ config, seed: record.seed, registry, modules: definition.modules });
  await run.get(Model);
  const parameters = await run.get(Parameters);
  await readWeights(options.checkpoint ?? checkpointOf(record, path, folder), parameters);
  const towers = [
    config.imageEncoder,
    config.textEncoder,
    config.tokenizer,
    config.evaluationTransform,
    config.sharing,
  ];
  const code = new CodeFingerprint(options.experiment ?? noExperiment).of(towers as readonly Spec[]);
  const file = `${contentHash({ towers, code, weights: weightsHash(parameters) }).slice(0, 24)}.safetensors`;
  const cache = join(folder, 'embeddings', file);
  const known = await readEmbeddingFile(cache);
  return {
    record,
    config,
    registry,
    definition,
    run,
    model: cachedEncoder(await run.dualEncoder(), known),
    keepEmbeddings: () => writeEmbeddingFile(cache, known),
  };
}

const noExperiment = { file: '', definition: {} } as unknown as LoadedExperiment;

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
