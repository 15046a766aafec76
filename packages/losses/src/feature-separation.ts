import { normalizeRows, tf } from '@alignclip/backend';
import {
  defineComponent,
  ImageEncoder,
  LossTerm,
  lossTerm,
  modalities,
  TextEncoder,
  UserError,
  type Modality,
  type Scalar,
  type Tensor2D,
} from '@alignclip/core';
import { Linear, normal, Parameters, Scope, type ParameterStore } from '@alignclip/nn';
import { z } from 'zod';
import { viewContrast } from './in-modal-contrast';
import { logitScaleOf, pairCosines, squaredDistances } from './maths';
import { symbol, temperature, weight } from './options';
import { schedule, weighted } from './weight-schedule';

/**
 * What a modality alone knows gets rows of its own: z = norm(W f) from the tower's features f, and z' from those of an
 * augmented view, orthogonal to the shared rows, told apart by contrast and spread evenly:
 * L_Sep = L_Ortho + CE(s · Z_v Z'_vᵀ) + CE(s · Z_t Z'_tᵀ) + L_Uni, where
 * L_Ortho = 1/N Σ_i (⟨v_i, z^v_i⟩² + ⟨t_i, z^t_i⟩²) and
 * L_Uni = log 1/N Σ_jk [exp(−2‖z^v_j − z^v_k‖²) + exp(−2‖z^t_j − z^t_k‖²)], j = k included.
 * To be added to in-modal-contrast. Source: Jiang et al. 2023 (arXiv 2303.05952), section 4, whose printed in-modal
 * contrast pairs z_j with itself; the augmented view is the sense of it.
 */
export const featureSeparation = defineComponent(LossTerm)({
  type: 'feature-separation',
  options: z.strictObject({
    symbol: symbol('L_Sep'),
    weight: weight(),
    schedule,
    temperature,
    width: z
      .int()
      .positive()
      .optional()
      .describe("width of z, that of the shared space; needed where a head stands in place of the towers' projections"),
  }),
  inject: [Parameters, ImageEncoder, TextEncoder],
  create: ({ symbol, weight, schedule, temperature, width }, parameters, image, text) => {
    const own = independentRows(symbol, parameters, { image, text }, width ?? image.embeddingWidth);
    return lossTerm({
      symbol,
      ...weighted(weight, schedule),
      needs: ['features', 'views', 'textViews'],
      compute(batch): Scalar {
        const s = logitScaleOf(batch, temperature);
        const z = { image: own.image(batch.imageFeatures), text: own.text(batch.textFeatures) };
        const contrast = tf.add<Scalar>(
          viewContrast(z.image, own.image(batch.firstView), s),
          viewContrast(z.text, own.text(batch.textViewFeatures), s),
        );
        return tf.addN([orthogonality(batch, z), contrast, inModalUniformity(z.image, z.text)]);
      },
    });
  },
});

type Rows = Readonly<Record<Modality, Tensor2D>>;
type Towers = Readonly<Record<Modality, { readonly featureWidth?: number }>>;

/** norm(W f + b) of each modality: parameters `losses/feature-separation/<modality>/{kernel,bias}`. */
function independentRows(symbol: string, parameters: ParameterStore, towers: Towers, width: number) {
  const rows = (modality: Modality) => {
    const { featureWidth } = towers[modality];
    if (featureWidth === undefined)
      throw new UserError(`${symbol} needs the features of the ${modality} encoder, which has none`);
    const scope = new Scope(parameters, (path) => `losses/feature-separation/${modality}/${path}`);
    const layer = new Linear(scope, featureWidth, width, normal(featureWidth ** -0.5));
    return (features: Tensor2D): Tensor2D => normalizeRows(layer.apply(features));
  };
  return { image: rows('image'), text: rows('text') };
}

/** 1/N Σ_i (⟨v_i, z^v_i⟩² + ⟨t_i, z^t_i⟩²), in [0, 2] for unit rows. */
export function orthogonality(shared: Rows, own: Rows): Scalar {
  const squares = modalities.map((modality) => tf.square(pairCosines(shared[modality], own[modality])));
  return tf.mean(tf.addN(squares));
}

/** log 1/N Σ_jk [exp(−2‖x_j − x_k‖²) + exp(−2‖y_j − y_k‖²)] of unit rows, j = k included; in [log 2, log 2N]. */
export function inModalUniformity(x: Tensor2D, y: Tensor2D): Scalar {
  const exponents = [x, y].map((rows) => tf.mul(-2, squaredDistances(rows, rows)));
  return tf.sub(tf.logSumExp(tf.stack(exponents)), Math.log(x.shape[0]));
}
