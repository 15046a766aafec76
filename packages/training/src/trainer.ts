import { defineComponent, Optimizer, Schedule, Trainer } from '@alignclip/core';
import { Parameters } from '@alignclip/nn';
import { z } from 'zod';
import { BatchSource } from './batches/batch-source';
import { ContrastiveTrainer } from './contrastive-trainer';
import { readWeights } from './checkpoint';
import { ProbeWatch } from './probe-watch';
import { Model, TrainingData, TrainingObjective, TrainingProbes } from './tokens';

const count = z.number().int().positive();

/** Trains the two towers on the objective for a fixed number of steps. */
export const trainer = defineComponent(Trainer)({
  type: 'trainer',
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
  }),
  inject: [Model, TrainingObjective, TrainingData, Parameters, Optimizer, Schedule, TrainingProbes],
  create: async (options, model, objective, data, parameters, optimizer, schedule, probes) => {
    if (options.from !== undefined) await readWeights(options.from, parameters);
    const batches = await BatchSource.open({ ...data, batchSize: options.batchSize });
    const watch = await ProbeWatch.open({ model, objective, parameters }, probes, data);
    return new ContrastiveTrainer(
      { model, objective, parameters, optimizer, schedule, batches, probes: watch },
      options,
    );
  },
});
