import { crossEntropyWithDiagonal, tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type EmbeddedBatch, type Scalar, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';
import { cosines, logitScaleOf, pairCosines } from './maths';
import { symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * Contrast of volumes: L_GRAM = ½ (CE(−s · vol) + CE(−s · volᵀ)), where vol_ij = √|det Gram| is the area between caption i
 * and image j or, with `view`, the volume of caption i, image j and a view of image j. Two rows have the area √(1 − ⟨t,v⟩²):
 * t and −t are equally good, so the term alone has a mirrored optimum; it serves as a negative control.
 * Source: Cicchetti et al. 2025 (GRAM, arXiv 2412.11959), official `volume_computation`, label smoothing .1.
 */
export const gram = defineComponent(LossTerm)({
  type: 'gram',
  options: z.strictObject({
    symbol: symbol('L_GRAM'),
    weight: weight(),
    schedule,
    temperature,
    labelSmoothing: z
      .number()
      .min(0)
      .lt(1)
      .default(0.1)
      .describe('share of each target that is spread over all N, .1 in the official code'),
    view: z.boolean().default(false).describe('whether a view of each image is a third modality'),
  }),
  create: ({ symbol, weight, schedule, temperature, labelSmoothing, view }) => {
    const loss = (batch: EmbeddedBatch, third?: Tensor2D): Scalar => {
      const s = logitScaleOf(batch, temperature);
      return volumeContrast(volumes(batch.text, batch.image, third), s, labelSmoothing);
    };
    const common = { symbol, ...weighted(weight, schedule) };
    if (!view) return { ...common, compute: (batch) => loss(batch) };
    return lossTerm({ ...common, needs: ['views', 'viewRows'], compute: (batch) => loss(batch, batch.imageView) });
  },
});

/** Below it the root's slope would grow without end; equal rows have volume 1e-4 instead of 0. */
const smallestSquare = 1e-8;

/** vol_ij = √det of the Gram matrix of anchor i, row j and, where given, third row j, [N, N]. */
export function volumes(anchor: Tensor2D, rows: Tensor2D, third?: Tensor2D): Tensor2D {
  const a = tf.expandDims(pairCosines(anchor, anchor), 1); // [N, 1]
  const [ab, b] = [cosines(anchor, rows), tf.expandDims(pairCosines(rows, rows), 0)]; // [N, N], [1, N]
  const area = tf.sub<Tensor2D>(tf.mul(a, b), tf.square(ab));
  if (third === undefined) return root(area);
  const [ac, c] = [cosines(anchor, third), tf.expandDims(pairCosines(third, third), 0)];
  const bc = tf.expandDims(pairCosines(rows, third), 0);
  const mixed = tf.sub(tf.mul(tf.mul(2, tf.mul(ab, ac)), bc), tf.mul(b, tf.square(ac)));
  return root(tf.add(tf.sub(tf.mul(area, c), tf.mul(a, tf.square(bc))), mixed));
}

const root = (square: Tensor2D): Tensor2D => tf.sqrt(tf.maximum(tf.abs(square), smallestSquare));

/** ½ (CE(−s · vol) + CE(−s · volᵀ)) with smoothed labels. */
export function volumeContrast(volumes: Tensor2D, s: Scalar, labelSmoothing: number): Scalar {
  const logits = tf.neg(tf.mul<Tensor2D>(s, volumes));
  const smoothed = (rows: Tensor2D): Scalar => {
    const even = tf.neg<Scalar>(tf.mean(tf.logSoftmax(rows)));
    return tf.add(tf.mul(1 - labelSmoothing, crossEntropyWithDiagonal(rows)), tf.mul(labelSmoothing, even));
  };
  return tf.mul(0.5, tf.add(smoothed(logits), smoothed(tf.transpose(logits))));
}
