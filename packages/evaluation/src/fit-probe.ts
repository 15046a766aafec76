import { random } from '@alignclip/core';
import { type ProbeWeights, trainLinearProbe } from '@alignclip/metrics';
import { z } from 'zod';
import type { LabelledImages } from './classification';

/** Options of the training of a linear classifier. */
export const trainingOptions = {
  epochs: z.int().min(1).max(10_000).default(32).describe('passes through the training examples'),
  batchSize: z.int().min(1).default(64).describe('examples per step'),
  learningRate: z.number().positive().default(0.005).describe('learning rate of the probe'),
};

export interface FitOptions {
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Training examples per class, drawn at random; default: all. */
  readonly shots?: number | undefined;
  readonly seed: number;
}

/** A probe trained from PyTorch's initial values (uniform in ±1/√d), shuffled each epoch; everything by seed. */
export function fitProbe(train: LabelledImages, classes: number, weightDecay: number, given: FitOptions): ProbeWeights {
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

function fewShots(targets: readonly number[], classes: number, { shots, seed }: FitOptions): number[] {
  const all = [...targets.keys()];
  if (shots === undefined) return all;
  const shuffled = random('linear-probe', seed, 'shots').sample(all, all.length);
  const taken = new Array<number>(classes).fill(0);
  return shuffled.filter((example) => (taken[targets[example]!]! += 1) <= shots);
}
