import { tf } from '@alignclip/backend';
import { exampleKeys, type ImageEncoder, type TextEncoder } from '@alignclip/core';
import { residualTrunk } from '@alignclip/encoders';
import type { ParameterStore } from '@alignclip/nn';
import { ContrastiveModel, learnedLogitScale, type Batch } from '@alignclip/training';
import type { StepTask } from './task';
import { noiseTeacher, sharing } from './variants';

/** What a step trains: a model, and batches for it. */
export interface Trained {
  readonly model: ContrastiveModel;
  readonly batches: readonly Batch[];
}

/** A head on features of noise, as training has them where both trunks are frozen and their features are kept. */
export async function trainedHead(task: StepTask, parameters: ParameterStore): Promise<Trained> {
  const { features, embeddingWidth, batchSize, variant } = task;
  const { image: imageWidth, text: textWidth } = features!;
  const frozen = { embeddingWidth, embed: neverCalled, features: neverCalled };
  const image: ImageEncoder = { ...frozen, modality: 'image', size: 1, featureWidth: imageWidth };
  const text: TextEncoder = { ...frozen, modality: 'text', contextLength: 1, featureWidth: textWidth };
  const head = residualTrunk.make({ embeddingWidth }, parameters, sharing(variant), image, text);
  const batches: Batch[] = [];
  for (const epoch of task.batches.keys())
    batches.push({
      images: tf.randomNormal<tf.Rank.R2>([batchSize, imageWidth], 0, 1, 'float32', 2 * epoch),
      tokens: tf.randomNormal([batchSize, textWidth], 0, 1, 'float32', 2 * epoch + 1),
      keys: exampleKeys(
        0,
        Array.from({ length: batchSize }, (_, index) => ({ epoch, index })),
      ),
      ...(variant === 'AlignCLIP' && {
        semanticSimilarity: await noiseTeacher.similarity({ captions: new Array<string>(batchSize).fill('') }),
      }),
    });
  return { model: new ContrastiveModel(image, text, learnedLogitScale.make({}, parameters), head), batches };
}

function neverCalled(): never {
  throw new Error('the features of a frozen trunk are kept');
}
