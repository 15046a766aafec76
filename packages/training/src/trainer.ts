import { defineTrainer, Optimizer, Schedule } from '@alignclip/core';
import { freeze, Parameters } from '@alignclip/nn';
import { z } from 'zod';
import { BatchSource } from './batches/batch-source';
import { ContrastiveTrainer } from './contrastive-trainer';
import { readWeights } from './checkpoint';
import { ProbeWatch } from './probe-watch';
import { WeightAverage } from './weight-average';
import { Model, TrainingData, TrainingObjective, TrainingProbes } from './tokens';

const count = z.number().int().positive();

/** Trains the two towers on the objective for a fixed number of steps. */
export const trainer = defineTrainer({
  type: 'trainer',
  plan: ({ steps, batchSize, accumulate, freeze, from }) => ({ steps, batchSize, accumulate, freeze, from }),
  weightsOption: 'from',
  options: z.strictObject({
    steps: count.default(500),
    batchSize: z.number().int().min(2).default(128),
    /** Chunks in which a batch is embedded, for large batches on small memory; the gradients are the same. */
    accumulate: count.default(1),
    /** Steps between two points of the curves. */
    logEvery: count.default(10),
    /** Steps between two checkpoints. */
    checkpointEvery: count.default(100),
    /** Weights to begin with: a checkpoint of another run, or a safetensors file with tensors named by address. */
    from: z.string().min(1).optional(),
    /** Globs of parameter addresses that keep their values, for example `text/**` or `shared/blocks/{0..3}/**`. */
    freeze: z.array(z.string().min(1)).default([]),
    /** Averages the weights over steps; the model ends with the averaged ones. */
    ema: z.strictObject({ decay: z.number().min(0).lt(1).default(0.999) }).optional(),
  }),
  inject: [Model, TrainingObjective, TrainingData, Parameters, Optimizer, Schedule, TrainingProbes],
  create: async (options, model, objective, data, parameters, optimizer, schedule, probes) => {
    if (options.from !== undefined) await readWeights(options.from, parameters);
    freeze(parameters, options.freeze);
    const { batchSize, steps } = options;
    const batches = await BatchSource.open({ ...data, batchSize, steps });
    const watch = await ProbeWatch.open({ model, objective, parameters }, probes, data);
    const average = options.ema && new WeightAverage(parameters, options.ema.decay);
    return new ContrastiveTrainer(
      { model, objective, parameters, optimizer, schedule, batches, probes: watch, average },
      options,
    );
  },
});
