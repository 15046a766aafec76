import { matMul, normalizeRows, tf } from '@alignclip/backend';
import type {
  Dataset,
  EmbeddingHead,
  Example,
  ImageEncoder,
  ImageTransform,
  LossTerm,
  Signal,
  Tensor2D,
  Temperature,
  Tensor4D,
  TextEncoder,
  Tokenizer,
} from '@alignclip/core';
import { AdamW, constant, normal, ParameterStore } from '@alignclip/nn';
import { openBatches } from '../batches/batch';
import { changedCaption } from '../batches/changed-caption';
import { ContrastiveModel } from '../contrastive-model';
import { ContrastiveTrainer, type TrainerOptions } from '../contrastive-trainer';
import { Objective } from '../objective';
import { StartingModel } from '../starting-model';
import { infoNce } from './tiny-terms';

const SIZE = 2;
const WORDS = ['red', 'green', 'blue', 'white', 'black', 'grey'];

/** Six one-word examples whose images are flat colours. */
export const tinyDataset: Dataset = {
  name: 'tiny',
  splits: ['train'],
  classSets: [],
  async *examples() {
    for (const [i, word] of WORDS.entries()) {
      const data = new Uint8Array(SIZE * SIZE * 3).map((_, at) => (at % 3 === i % 3 ? 40 * i : 255 - 30 * i));
      yield { id: word, captions: [word], image: { width: SIZE, height: SIZE, mode: 'RGB', data } } satisfies Example;
    }
  },
  trainingCaption: ({ captions }) => captions[0]!,
  fingerprint: async () => 'tiny',
};

export const tinyTokenizer: Tokenizer = {
  vocabularySize: WORDS.length,
  contextLength: 1,
  encode: (texts) => ({ rows: texts.length, columns: 1, ids: Int32Array.from(texts, (text) => WORDS.indexOf(text)) }),
};

export const tinyTransform: ImageTransform = {
  size: SIZE,
  apply: ({ data }, random, out, offset) =>
    data.forEach((value, i) => (out[offset + i] = value / 255 + 0.01 * (random?.uniform() ?? 0))),
};

/** Two linear towers on the tiny data, with everything else real. */
export async function tinyRun(
  options: Partial<TrainerOptions> = {},
  terms: readonly LossTerm[] = [infoNce],
  batchSize = 4,
  dataset = tinyDataset,
  parameters = new ParameterStore(7),
  ownTemperature?: Temperature,
  embeddingHead?: EmbeddingHead,
) {
  const pixels = parameters.parameter('image/kernel', [SIZE * SIZE * 3, 4], normal(0.3));
  const table = parameters.parameter('text/table', [WORDS.length, 4], normal(0.3));
  const logarithm = parameters.parameter('logit-scale', [], constant(Math.log(10)));
  const image: ImageEncoder = {
    modality: 'image',
    size: SIZE,
    embeddingWidth: 4,
    featureWidth: 4,
    features: (images: Tensor4D) => matMul(tf.reshape(images, [images.shape[0], -1]), pixels),
    embed: (images: Tensor4D) => normalizeRows(image.features!(images)),
    embedFeatures: (features) => normalizeRows(features),
    projectFeatures: (features) => tf.clone(features),
  };
  const text: TextEncoder = {
    modality: 'text',
    contextLength: 1,
    embeddingWidth: 4,
    featureWidth: 4,
    features: (ids: Tensor2D) =>
      matMul(tf.cast(tf.oneHot(tf.reshape(ids, [-1]), WORDS.length), 'float32') as Tensor2D, table),
    embed: (ids: Tensor2D) => normalizeRows(text.features!(ids)),
    embedFeatures: (features) => normalizeRows(features),
    projectFeatures: (features) => tf.clone(features),
  };
  const temperature = ownTemperature ?? {
    logitScale: () => tf.exp(logarithm),
    clamp: () => tf.tidy(() => logarithm.assign(tf.clipByValue(logarithm, 0, Math.log(100)))),
  };
  const model = new ContrastiveModel(image, text, temperature, undefined, embeddingHead);
  const objective = new Objective(terms);
  model.needs = objective.needs;
  const starting = objective.needs.has('frozen') ? new StartingModel(model, parameters) : undefined;
  const optimizer = new AdamW(parameters, {
    beta1: 0.9,
    beta2: 0.98,
    epsilon: 1e-6,
    weightDecay: 0.1,
    noDecay: [],
    layerDecay: 1,
  });
  const needs = (signal: Signal) => objective.needs.has(signal);
  const batches = await openBatches({
    dataset,
    tokenizer: tinyTokenizer,
    augmentation: tinyTransform,
    teacher: undefined,
    viewAugmentation: needs('views') ? tinyTransform : undefined,
    labelled: needs('labels'),
    captionAugmentation: needs('textViews') ? { apply: changedCaption } : undefined,
    seed: 5,
    batchSize,
  });
  const schedule = { learningRate: () => 0.02 };
  const parts = { model, objective, parameters, optimizer, schedule, batches, starting };
  const trainer = new ContrastiveTrainer(parts, {
    steps: 12,
    accumulate: 1,
    logEvery: 5,
    checkpointEvery: 4,
    ...options,
  });
  return { ...parts, trainer };
}

/** Every trained number by address. */
export const weightsOf = (parameters: ParameterStore): Record<string, number[]> =>
  Object.fromEntries([...parameters.entries()].map(([address, variable]) => [address, [...variable.dataSync()]]));
