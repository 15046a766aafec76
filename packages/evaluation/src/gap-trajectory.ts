import { defineComponent, type ProbeView, TrainingProbe } from '@alignclip/core';
import { euclideanNorm, gapReport } from '@alignclip/metrics';
import { z } from 'zod';

/**
 * The gap while training: every gap metric, logit scale, loss terms and gradients on a fixed batch, as curves
 * `<name>/…` of the record. Gradients are those of L through one tower alone: `gradient-norm-image|text` over all the
 * tower's parameters; on the shared ones `shared-gradient-norm-image|text` and `shared-gradient-cosine`, below 0 where
 * the modalities pull the shared parameters apart.
 */
export const gapTrajectory = defineComponent(TrainingProbe)({
  type: 'gap-trajectory',
  options: z.strictObject({
    name: z
      .string()
      .regex(/^[a-z0-9-]+$/)
      .default('trajectory')
      .describe('first part of the curve keys; two probes need two names'),
    every: z.int().min(1).default(25).describe('steps between two points'),
    split: z.string().min(1).default('val').describe('split of the batch'),
    batchSize: z.int().min(4).max(4096).default(128).describe('pairs of the batch'),
  }),
  create: ({ name, every, split, batchSize }): TrainingProbe => ({
    name,
    every,
    batch: { split, size: batchSize },
    observe: (view) => ({
      ...gapReport(view.image, view.text, { resamples: 0 }).scores,
      'logit-scale': view.logitScale,
      ...view.losses,
      ...gradientMeasures(view.gradients),
    }),
  }),
});

function gradientMeasures({ image, text }: ProbeView['gradients']): Record<string, number> {
  const norms = {
    'gradient-norm-image': normOf([...image.values()]),
    'gradient-norm-text': normOf([...text.values()]),
  };
  const shared = [...image.keys()].filter((address) => text.has(address));
  if (shared.length === 0) return norms;
  const [ofImage, ofText] = [image, text].map((own) => shared.map((address) => own.get(address)!)) as [
    Float32Array[],
    Float32Array[],
  ];
  const lengths = [normOf(ofImage), normOf(ofText)] as const;
  const product = ofImage.reduce((sum, values, i) => sum + innerProductOf(values, ofText[i]!), 0);
  const scale = lengths[0] * lengths[1];
  return {
    ...norms,
    'shared-gradient-norm-image': lengths[0],
    'shared-gradient-norm-text': lengths[1],
    'shared-gradient-cosine': product / scale, // NaN without a gradient
  };
}

const normOf = (parts: readonly Float32Array[]): number => euclideanNorm(parts.map(euclideanNorm));

const innerProductOf = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, k) => sum + value * b[k]!, 0);
