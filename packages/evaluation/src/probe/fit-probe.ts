import { random } from '@alignclip/core';
import {
  classificationReport,
  probeLogits,
  type ProbeWeights,
  topAccuracy,
  trainLinearProbe,
} from '@alignclip/metrics';
import type { LabelledImages } from '../class-sets/labelled-images';

interface Fitting {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly seed: number;
  /** Training examples of each class; all where left out. */
  readonly shots?: number | undefined;
}

/** A probe trained from PyTorch's initial values (uniform in ±1/√d), shuffled each epoch; everything by seed. */
export function fitProbe(train: LabelledImages, classes: number, weightDecay: number, given: Fitting): ProbeWeights {
  const { columns } = train.image;
  const draw = random('linear-probe', given.seed, 'start');
  const uniform = (length: number) =>
    Float32Array.from({ length }, () => (2 * draw.uniform() - 1) / Math.sqrt(columns));
  const start = {
    weight: { rows: classes, columns, values: uniform(classes * columns) },
    bias: uniform(classes),
  };
  const kept = fewShots(train.targets, classes, given);
  let shuffled: { epoch: number; order: number[] } | undefined;
  return trainLinearProbe(train.image, train.targets, start, {
    epochs: given.epochs,
    batchSize: given.batchSize,
    learningRate: given.learningRate,
    weightDecay,
    examples: kept.length,
    order: (epoch) => {
      if (shuffled?.epoch !== epoch) {
        shuffled = { epoch, order: random('linear-probe', given.seed, epoch).sample(kept, kept.length) };
      }
      return shuffled.order;
    },
  });
}

/** The weight decay with the best accuracy on the validation split (the first among equals), read only if there's a choice. */
export async function chooseWeightDecay(
  train: LabelledImages,
  classes: number,
  given: Fitting & { readonly weightDecays: readonly number[] },
  readValidation: () => Promise<LabelledImages>,
): Promise<number> {
  const [only, ...others] = given.weightDecays;
  if (others.length === 0) return only!;
  const validation = await readValidation();
  const accuracies = given.weightDecays.map((weightDecay) => {
    const logits = probeLogits(validation.image, fitProbe(train, classes, weightDecay, given));
    return topAccuracy(classificationReport(logits, validation.targets).ranks, 1);
  });
  return given.weightDecays[accuracies.indexOf(Math.max(...accuracies))]!;
}

function fewShots(targets: readonly number[], classes: number, { shots, seed }: Fitting): number[] {
  const all = [...targets.keys()];
  if (shots === undefined) return all;
  const shuffled = random('linear-probe', seed, 'shots').sample(all, all.length);
  const taken = new Array<number>(classes).fill(0);
  return shuffled.filter((example) => (taken[targets[example]!]! += 1) <= shots);
}
