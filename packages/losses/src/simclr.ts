import { normalizeRows, tf } from '@alignclip/backend';
import { defineComponent, ImageEncoder, LossTerm, UserError, type Tensor2D } from '@alignclip/core';
import { Parameters, Scope } from '@alignclip/nn';
import { z } from 'zod';
import { PerceptronHead } from './maths/perceptron-head';
import { twoViewContrast } from './maths/two-view-contrast';
import { symbol, weight } from './options';

const count = z.number().int().positive();

/**
 * SimCLR between two augmented views of each image; with L_CLIP it is SLIP. a_i, b_i are unit rows of an MLP head,
 * without batch norm, on the image tower's features; the other 2N − 2 views of the batch are negatives:
 * L_SimCLR = ½ mean_i (ℓ(a_i, b_i) + ℓ(b_i, a_i)), ≥ 0, where
 * ℓ(a_i, b_i) = −log( exp(⟨a_i,b_i⟩/τ) / (Σ_j exp(⟨a_i,b_j⟩/τ) + Σ_{j≠i} exp(⟨a_i,a_j⟩/τ)) ).
 * Source: Mu et al. 2021 (SLIP), official `SIMCLRLoss`; Chen et al. 2020, equation 1.
 */
export const simclr = defineComponent(LossTerm)({
  type: 'simclr',
  options: z.strictObject({
    symbol: symbol('L_SimCLR'),
    weight: weight(),
    temperature: z.number().positive().default(0.1),
    /** Linear layers of the head. */
    layers: count.default(3),
    /** Default: four times the width of the features. */
    hiddenWidth: count.optional(),
    /** Width of a_i and b_i. */
    outputWidth: count.default(256),
  }),
  inject: [Parameters, ImageEncoder],
  create: ({ symbol, weight, temperature, layers, hiddenWidth, outputWidth }, parameters, { featureWidth }) => {
    if (featureWidth === undefined) throw new UserError(`${symbol}: the image encoder offers no features to a head`);
    const hidden = Array.from({ length: layers - 1 }, () => hiddenWidth ?? 4 * featureWidth);
    const scope = new Scope(parameters, (path) => `losses/simclr/${path}`);
    const head = new PerceptronHead(scope, [featureWidth, ...hidden, outputWidth]);
    const rows = (view: Tensor2D | undefined) => normalizeRows(head.apply(viewOf(symbol, view)));
    return {
      symbol,
      weight,
      needs: ['views'],
      compute({ firstView, secondView }) {
        const [a, b] = [rows(firstView), rows(secondView)];
        return tf.mul(0.5, tf.add(twoViewContrast(a, b, temperature), twoViewContrast(b, a, temperature)));
      },
    };
  },
});

function viewOf(symbol: string, view: Tensor2D | undefined): Tensor2D {
  if (view === undefined) throw new UserError(`${symbol} needs two views of each image, which this batch has not`);
  return view;
}
