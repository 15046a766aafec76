import {
  alone,
  CaptionAugmentation,
  EvaluationTransform,
  type Peers,
  type ReportProgress,
  type Spec,
} from '@alignclip/core';
import { changedCaption, type Objective, TrainingData, TrainingObjective } from '@alignclip/training';
import type { Container } from 'inversify';
import type { RunConfig } from '../define/run-config';
import { batchThreads } from './batch-thread';
import { featureServices, trainingData } from './data-services';

/** What decides the batches of a run; `Composition` says what they mean. */
export interface DataComposition {
  readonly config: RunConfig;
  readonly seed: number;
  readonly file?: string;
  readonly codeOf?: ((specs: readonly Spec[]) => string) | undefined;
  /** The workers that train together; without it this process trains alone. */
  readonly peers?: Peers | undefined;
}

/** What training makes its batches of. */
export function bindData(container: Container, composition: DataComposition, onProgress: ReportProgress): void {
  const { config, seed, file, codeOf, peers = alone } = composition;
  if (!container.isBound(CaptionAugmentation.id))
    container.bind(CaptionAugmentation.id).toConstantValue({ apply: changedCaption });
  const startThread = file && batchThreads({ file, config, seed }, peers);
  container.bind(TrainingData.id).toDynamicValue(async (context) => {
    const { needs } = await context.getAsync<Objective>(TrainingObjective.id);
    const data = await trainingData((token) => context.getAsync(token.id), needs, seed, onProgress);
    const { augmentation, tokenizer } = data;
    const isEvaluations = augmentation === (await context.getAsync(EvaluationTransform.id));
    const before = isEvaluations ? config.evaluationTransform : config.augmentation;
    const features = { ...featureServices(config, before, codeOf), transform: augmentation, tokenizer };
    return { ...data, features, ...(startThread && { startThread }) };
  });
}
