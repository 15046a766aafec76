import { randomResizedCrop } from '@alignclip/datasets';
import { AdamW, countParameters, ParameterStore } from '@alignclip/nn';
import { sbert } from '@alignclip/teachers';
import { ContrastiveTrainer, Objective, openBatches } from '@alignclip/training';
import { model } from '../step/our-step';
import { losses } from '../step/variants';
import type { ModelTask } from '../step/task';
import { embeddedData } from './embedded-data';

export interface OurEpoch {
  readonly parameters: number;
  /** Milliseconds of one epoch: order, captions, crops, tokens, S, training steps. */
  readonly epoch: () => Promise<number>;
}

/** AlignCLIP on the embedded data as `alignclip train` runs it; captions are embedded once, before. */
export async function ourEpoch(task: EpochTask): Promise<OurEpoch> {
  const { batchSize } = task;
  const { dataset, tokenizer } = await embeddedData(task.contextLength);
  const teacher = await sbert.make({});
  await teacher.prepare?.((await dataset.trainingCaptions?.()) ?? []);
  const parameters = new ParameterStore(0);
  const augmentation = randomResizedCrop.make({}, { size: task.imageSize } as never);
  const batches = await openBatches({ dataset, tokenizer, augmentation, teacher, seed: 0, batchSize });
  const trainer = new ContrastiveTrainer(
    {
      model: model(task, parameters),
      objective: new Objective(losses(task.variant)),
      parameters,
      optimizer: new AdamW(parameters, { beta1: 0.9, beta2: 0.98, epsilon: 1e-6, weightDecay: 0.1, noDecay: [] }),
      schedule: { learningRate: () => 1e-4 },
      batches,
    },
    { steps: 1e6, accumulate: 1, logEvery: 1, checkpointEvery: 1e6 },
  );
  const steps = Math.floor(task.captions.length / batchSize);
  let done = 0;
  const epoch = async (): Promise<number> => {
    const start = performance.now();
    for (let i = 0; i < steps; i++, done++) trainer.step(await batches.next(done), done);
    return performance.now() - start;
  };
  return { parameters: countParameters(parameters).total, epoch };
}

/** What both sides are told. */
export interface EpochTask extends ModelTask {
  readonly threads: number;
  /** The other side: training images as raw RGB, `resolution` × `resolution` each, and one caption an image. */
  readonly images: string;
  readonly captions: readonly string[];
  readonly resolution: number;
  /** The other side: for each id of CLIP's vocabulary the one here. */
  readonly ids: readonly number[];
  /** The other side: folder of the sentence encoder. */
  readonly encoder: string;
  /** The other side: processes that read images. */
  readonly workers: number;
}
