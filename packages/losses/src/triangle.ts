import { tf } from '@alignclip/backend';
import { defineComponent, LossTerm, lossTerm, type Scalar, type Tensor2D } from '@alignclip/core';
import { z } from 'zod';
import { volumeContrast } from './gram';
import { cosines, logitScaleOf, pairCosines, squaredDistances } from './maths';
import { symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * Contrast of triangles: L_TRI = ½ (CE(−s · A) + CE(−s · Aᵀ)) with smoothed labels. A_ij belongs to the triangle of caption i,
 * image j and a view of image j; with u = t_i − v_j and w = t_i − v'_j it is A_ij = ½ (‖u‖² ‖w‖² − ⟨u,w⟩²), in [0, 27/8], as
 * in the official code, or with `root` the area ½ √(‖u‖² ‖w‖² − ⟨u,w⟩²). The view is a second look at the image, not a third
 * modality. Where image and view are one row, every triangle has area 0 and the term tells nothing apart.
 * Source: Cicchetti et al. 2025 (TRIANGLE), official `area_computation` and the loss of `forward_ret`, label smoothing .1.
 */
export const triangle = defineComponent(LossTerm)({
  type: 'triangle',
  options: z.strictObject({
    symbol: symbol('L_TRI'),
    weight: weight(),
    schedule,
    temperature,
    labelSmoothing: z
      .number()
      .min(0)
      .lt(1)
      .default(0.1)
      .describe('share of each target that is spread over all N, .1 in the official code'),
    root: z
      .boolean()
      .default(false)
      .describe('whether the area itself is compared, not twice its square, as in the official loss'),
  }),
  create: ({ symbol, weight, schedule, temperature, labelSmoothing, root }) =>
    lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['views', 'viewRows'],
      compute(batch): Scalar {
        const squares = twiceSquaredAreas(batch.text, batch.image, batch.imageView);
        const areas = root ? tf.sqrt(tf.maximum(tf.div(squares, 2), smallestSquare)) : squares;
        return volumeContrast(areas as Tensor2D, logitScaleOf(batch, temperature), labelSmoothing);
      },
    }),
});

/** Below it the root's slope would grow without end; a flat triangle has area 1e-4 instead of 0. */
const smallestSquare = 1e-8;

/** ½ (‖u‖² ‖w‖² − ⟨u,w⟩²) with u = x_i − y_j, w = x_i − z_j: twice the squared area of the triangle x_i, y_j, z_j, [N, M]. */
export function twiceSquaredAreas(x: Tensor2D, y: Tensor2D, z: Tensor2D): Tensor2D {
  const xx = tf.expandDims(pairCosines(x, x), 1); // [N, 1]
  const yz = tf.expandDims(pairCosines(y, z), 0); // [1, M]
  const between = tf.add(tf.sub(xx, tf.add(cosines(x, y), cosines(x, z))), yz);
  const lengths = tf.mul(squaredDistances(x, y), squaredDistances(x, z));
  return tf.mul(0.5, tf.sub<Tensor2D>(lengths, tf.square(between)));
}
