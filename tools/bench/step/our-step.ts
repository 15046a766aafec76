import type { Dataset, ImageEncoder, ImageTransform, Optimizer, Peers, Tokenizer, Variable } from '@alignclip/core';
import { random } from '@alignclip/core';
import { ModifiedResnet, TextTransformer, VisionTransformer } from '@alignclip/encoders';
import { AdamW, countParameters, ParameterStore, towerScope, type Scope } from '@alignclip/nn';
import {
  ContrastiveModel,
  ContrastiveTrainer,
  learnedLogitScale,
  Objective,
  openBatches,
  type Batch,
  type Feed,
} from '@alignclip/training';
import { trainedHead, type Trained } from './head-step';
import { losses, noiseTeacher, sharing } from './variants';
import type { ModelTask, StepTask } from './task';

/** The towers of a task. */
export function model(task: ModelTask, parameters: ParameterStore): ContrastiveModel {
  const strategy = sharing(task.variant);
  const { width, layers, heads, embeddingWidth, contextLength, vocabularySize } = task;
  const text = { width, layers, heads, embeddingWidth, contextLength, vocabularySize };
  const temperature = learnedLogitScale.make({}, parameters);
  return new ContrastiveModel(
    imageTower(task, towerScope(parameters, strategy, 'image')),
    new TextTransformer(towerScope(parameters, strategy, 'text'), text),
    temperature,
  );
}

function imageTower(task: ModelTask, scope: Scope): ImageEncoder {
  const { width, layers, heads, embeddingWidth, imageSize, patchSize, resnetLayers } = task;
  return resnetLayers
    ? new ModifiedResnet(scope, { imageSize, embeddingWidth, layers: [...resnetLayers] })
    : new VisionTransformer(scope, { width, layers, heads, embeddingWidth, imageSize, patchSize });
}

/** Images of noise, and the captions' ids: example i of batch b is number b · batchSize + i, in any order. */
function batchSource(task: StepTask, share?: Peers): Promise<Feed<Batch>> {
  const { batches, batchSize, contextLength, imageSize } = task;
  const rows = batches.flatMap((ids) =>
    Array.from({ length: batchSize }, (_, i) => ids.slice(i * contextLength, (i + 1) * contextLength)),
  );
  const image = { width: 1, height: 1, mode: 'L', data: new Uint8Array(1) } as const;
  const dataset: Dataset = {
    name: 'bench',
    splits: ['train'],
    classSets: [],

    async *examples() {
      for (const i of rows.keys()) yield { id: String(i), image, captions: [String(i)] };
    },
    trainingCaption: ({ captions }) => captions[0]!,
    fingerprint: () => Promise.resolve('bench'),
  };
  const tokenizer: Tokenizer = {
    vocabularySize: task.vocabularySize,
    contextLength,
    encode: (texts) =>
      cut(
        texts.map((text) => rows[Number(text)]!),
        task,
      ),
  };
  const augmentation: ImageTransform = {
    size: imageSize,
    apply: (_, chance, out, offset) => {
      const draw = chance ?? random('bench');
      for (let at = offset; at < offset + imageSize ** 2 * 3; at++) out[at] = 4 * draw.uniform() - 2;
    },
  };
  const teacher = task.variant === 'AlignCLIP' ? noiseTeacher : undefined;
  return openBatches({ dataset, tokenizer, augmentation, teacher, seed: 0, batchSize, share });
}

/** Trimmed to the longest text where the task says so: the end token has the largest id. */
function cut(rows: readonly number[][], { trim, vocabularySize, contextLength }: StepTask) {
  const columns = trim ? Math.max(...rows.map((row) => row.indexOf(vocabularySize - 1) + 1)) : contextLength;
  return { rows: rows.length, columns, ids: Int32Array.from(rows.flatMap((row) => row.slice(0, columns))) };
}

export interface OurStep {
  readonly parameters: number;
  /** Trains one step on the next of the batches. Milliseconds from the batch to the changed weights. */
  readonly step: () => number;
  /** All weights by address, as they are now. */
  readonly weights: () => IterableIterator<[string, Variable]>;
}

async function trainedTowers(task: StepTask, parameters: ParameterStore, peers?: Peers): Promise<Trained> {
  const source = await batchSource(task, peers);
  const batches: Batch[] = [];
  for (const i of task.batches.keys()) batches.push(await source.next(i));
  return { model: model(task, parameters), batches };
}

/** The trainer as `alignclip train` composes it, on batches that stand in memory; `onUpdated` after each `optimizer.apply`. */
export async function ourStep(task: StepTask, onUpdated?: () => void, peers?: Peers): Promise<OurStep> {
  const parameters = new ParameterStore(0);
  const { model, batches } = await (task.features ? trainedHead : trainedTowers)(task, parameters, peers);
  model.precision = task.precision ?? 'float32';
  const optimizer = new AdamW(parameters, {
    beta1: 0.9,
    beta2: 0.98,
    epsilon: 1e-6,
    weightDecay: 0.1,
    noDecay: [],
  });
  const trainer = new ContrastiveTrainer(
    {
      model,
      objective: new Objective(losses(task.variant)),
      parameters,
      optimizer: onUpdated ? watched(optimizer, onUpdated) : optimizer,
      schedule: { learningRate: () => 1e-4 },
      peers,
      batches: { begin: nothing, next: (step) => Promise.resolve(batches[step % batches.length]!), end: nothing },
    },
    { steps: 1e6, accumulate: task.accumulate ?? 1, logEvery: 1, checkpointEvery: 1e6 },
  );
  let done = 0;
  const step = (): number => {
    const { images, tokens, keys, semanticSimilarity } = batches[done % batches.length]!;
    const batch = {
      images: images.clone(),
      tokens: tokens.clone(),
      ...(keys && { keys }),
      ...(semanticSimilarity && { semanticSimilarity: semanticSimilarity.clone() }),
    };
    const start = performance.now();
    trainer.step(batch, done++);
    return performance.now() - start;
  };
  return { parameters: countParameters(parameters).total, step, weights: () => parameters.entries() };
}

const watched = (optimizer: Optimizer, onUpdated: () => void): Optimizer => ({
  apply: (gradients, rate) => {
    optimizer.apply(gradients, rate);
    onUpdated();
  },
  state: () => optimizer.state(),
  restore: (state) => optimizer.restore(state),
});

const nothing = () => Promise.resolve();
