import type { LossTerm } from '@alignclip/core';
import { clip, crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { z } from 'zod';
import { configSchema } from './golden-model';

const common = { config: configSchema, lr_f64: z.array(z.number()), step_loss_back_propagated: z.array(z.number()) };

const run = z.discriminatedUnion('loss', [
  z.object({ ...common, loss: z.literal('ClipLoss'), semantic: z.boolean().default(false) }),
  z.object({
    ...common,
    loss: z.literal('ClipInModalityLoss'),
    semantic: z.boolean(),
    separate_text: z.boolean(),
    separate_image: z.boolean(),
    alpha: z.number(),
    beta: z.number(),
  }),
]);
export type GoldenRun = z.infer<typeof run>;

export const runSchema = z.looseObject({
  runs: z.record(z.string(), run),
  optimizer: z.object({
    lr: z.number(),
    betas: z.tuple([z.number(), z.number()]),
    eps: z.number(),
    weight_decay: z.number(),
    warmup: z.number(),
    total_steps: z.number(),
    schedule: z.literal('cosine'),
    clamp_logit_scale: z.tuple([z.number(), z.number()]),
  }),
});

/** The terms at the weights that the official loop back-propagates: it adds the loss dictionary up, so twice. */
export function trainedTerms(run: GoldenRun): LossTerm[] {
  if (run.loss === 'ClipLoss') return [clip.make({})];
  const modalities = run.separate_image && run.separate_text ? 'both' : run.separate_image ? 'image' : 'text';
  return [
    crossModalitySeparation.make({ weight: 2 * run.alpha }),
    intraModalitySeparation.make({ weight: 2 * run.beta, modalities }),
  ];
}

/** Our unweighted terms as the official dictionary has them. */
export function stepLosses(run: GoldenRun, losses: Readonly<Record<string, number>>): Record<string, number> {
  if (run.loss === 'ClipLoss') return { contrastive_loss: losses['L_CLIP']! };
  const cross = run.alpha * losses['L_CRsep']!;
  const separation = run.beta * losses['L_IMsep']!;
  return { clip_loss: cross, inModality_loss: separation, total_loss: cross + separation };
}
