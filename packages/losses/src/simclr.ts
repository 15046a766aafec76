import { normalizeRows, tf } from '@alignclip/backend';
import {
  defineComponent,
  ImageEncoder,
  LossTerm,
  lossTerm,
  UserError,
  type Tensor2D,
  type Scalar,
  type Tensor1D,
} from '@alignclip/core';
import { Parameters, Scope, Linear, normal } from '@alignclip/nn';
import { z } from 'zod';
import { symbol, weight } from './options';
import { schedule, weighted } from './weight-schedule';
import { cosines, pairCosines, offDiagonalLogSumExp } from './maths';

const count = z.int().positive();

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
    schedule,
    temperature: z.number().positive().default(0.1).describe('fixed temperature τ of this term'),
    layers: count.max(100).default(3).describe('linear layers of the head'),
    hiddenWidth: count.optional().describe('width of the hidden layers (default: 4 × feature width)'),
    outputWidth: count.default(256).describe('width of a_i and b_i'),
  }),
  inject: [Parameters, ImageEncoder],
  create: (
    { symbol, weight, schedule, temperature, layers, hiddenWidth, outputWidth },
    parameters,
    { featureWidth },
  ) => {
    if (featureWidth === undefined)
      throw new UserError(`${symbol} needs the features of the image encoder, which has none`);
    const hidden = Array.from({ length: layers - 1 }, () => hiddenWidth ?? 4 * featureWidth);
    const scope = new Scope(parameters, (path) => `losses/simclr/${path}`);
    const head = new PerceptronHead(scope, [featureWidth, ...hidden, outputWidth]);
    const rows = (view: Tensor2D) => normalizeRows(head.apply(view));
    return lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['views'],
      compute({ firstView, secondView }) {
        const [a, b] = [rows(firstView), rows(secondView)];
        return tf.mul(0.5, tf.add(twoViewContrast(a, b, temperature), twoViewContrast(b, a, temperature)));
      },
    });
  },
});

/**
 * Linear layers with ReLU between them and no normalisation, so that an example's output depends on it alone:
 * parameters `<layer>/{kernel,bias}`, He et al. 2015's initial values.
 */
export class PerceptronHead {
  private readonly layers: readonly Linear[];

  /** From the width of the input to that of the output. */
  constructor(scope: Scope, widths: readonly number[]) {
    this.layers = widths.slice(1).map((outputs, i) => {
      const [inputs, last] = [widths[i]!, i === widths.length - 2];
      return new Linear(scope.child(i), inputs, outputs, normal(((last ? 1 : 2) / inputs) ** 0.5));
    });
  }

  /** [N, inputs] → [N, outputs] */
  apply(x: Tensor2D): Tensor2D {
    return this.layers.reduce((rows, layer, i) => layer.apply(i === 0 ? rows : tf.relu(rows)), x);
  }
}

/**
 * Mean over rows i of −log( exp(⟨a_i,b_i⟩/τ) / (Σ_j exp(⟨a_i,b_j⟩/τ) + Σ_{j≠i} exp(⟨a_i,a_j⟩/τ)) ) for unit rows,
 * [N, d] each; ≥ 0.
 */
export function twoViewContrast(a: Tensor2D, b: Tensor2D, temperature: number): Scalar {
  const across = tf.logSumExp(tf.div(cosines(a, b), temperature), 1); // [N]
  const within = offDiagonalLogSumExp(tf.div(cosines(a, a), temperature)); // [N]
  const all = tf.logSumExp<Tensor1D>(tf.stack([across, within], 1), 1);
  return tf.mean(tf.sub(all, tf.div(pairCosines(a, b), temperature)));
}
