import { precisions } from '@alignclip/backend';
import { defineTrainer, Optimizer, Peers, Schedule } from '@alignclip/core';
import { freeze, Parameters } from '@alignclip/nn';
import { z } from 'zod';
import { openBatches } from './batches/batch';
import { readWeights } from './checkpoint';
import { ContrastiveTrainer } from './contrastive-trainer';
import { prepareStartingTexts, startingOf } from './frozen/starting-features';
import { trainingFeatures } from './frozen/training-features';
import { ProbeWatch } from './probe-watch';
import { StartingModel } from './starting-model';
import { Model, TrainingData, TrainingObjective, TrainingProbes } from './tokens';
import { WeightAverage } from './weight-average';
import { checkWorkers } from './workers';

const count = z.int().positive();
/** float32 is the absence of the option, which older keys were made without. */
const precision = z
  .enum(precisions)
  .optional()
  .transform((given) => (given === 'float32' ? undefined : given))
  .describe("what the operands of the towers' matrix products are rounded to in training (default: 'float32')");
const decay = z.number().min(0).lt(1).default(0.999).describe('share d of the average that each step keeps');

/** Trains the two towers on the objective for a fixed number of steps. */
export const trainer = defineTrainer({
  type: 'trainer',
  plan: ({ steps, batchSize, accumulate, freeze, from }) => ({ steps, batchSize, accumulate, freeze, from }),
  weightsOption: 'from',
  options: z.strictObject({
    steps: count.default(500).describe('training steps'),
    batchSize: z.int().min(2).default(128).describe('pairs N per batch'),
    accumulate: count
      .default(1)
      .describe('chunks in which a batch is embedded, for large batches in little memory; the gradients are the same'),
    logEvery: count.default(10).describe('steps between two points of the curves'),
    checkpointEvery: count.default(100).describe('steps between two checkpoints'),
    from: z
      .string()
      .min(1)
      .optional()
      .describe('file of the initial weights: a checkpoint of another run, or safetensors named by address'),
    freeze: z
      .array(z.string().min(1))
      .default([])
      .describe(
        'globs of parameter addresses that keep their values, for example `text/**` or `shared/blocks/{0..3}/**`',
      ),
    clipNorm: z
      .number()
      .positive()
      .optional()
      .describe('greatest length of the gradient of all parameters together; a longer one is scaled down to it'),
    ema: z
      .strictObject({ decay })
      .optional()
      .describe('exponential moving average of the weights, with which the model ends'),
    precision,
  }),
  inject: [Model, TrainingObjective, TrainingData, Parameters, Optimizer, Schedule, TrainingProbes, Peers],
  create: async (options, model, objective, data, parameters, optimizer, schedule, probes, peers) => {
    checkWorkers(options, peers.size);
    if (options.from !== undefined) await readWeights(options.from, parameters, true);
    freeze(parameters, options.freeze);
    model.checkChunks(options.accumulate);
    model.checkTerms(objective.terms);
    model.needs = objective.needs;
    model.precision = options.precision ?? 'float32';
    const { batchSize, steps } = options;
    const compared = startingOf(objective, options);
    const starting = compared ? new StartingModel(model, parameters) : undefined;
    const { starting: ofStart, ...features } = await trainingFeatures(model, parameters, data, compared);
    await features.captionFeatures?.prepare(await data.dataset.trainingCaptions!());
    if (ofStart) await prepareStartingTexts(ofStart, data.dataset);
    const batches = await openBatches({ ...data, ...features, starting: ofStart, batchSize, steps, share: peers });
    const watch = await ProbeWatch.open({ model, objective, parameters, starting }, probes, { ...data, ...features });
    const average = options.ema && new WeightAverage(parameters, options.ema.decay);
    const parts = {
      model,
      objective,
      parameters,
      optimizer,
      schedule,
      batches,
      probes: watch,
      average,
      starting,
      peers,
    };
    return new ContrastiveTrainer(parts, options);
  },
});
