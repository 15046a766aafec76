import { defineComponent, EmbeddingMap, type FitRows, type Matrix, type Modality, type RowMap } from '@alignclip/core';
import { meanRow } from '@alignclip/metrics';
import { z } from 'zod';
import { fitChoice, fitOptions } from './fit-options';
import { checkFit, checkWidth, denseOf, matrixOf, shifted, unit } from './rows';

const options = z.strictObject({
  lambda: z
    .number()
    .min(0)
    .default(1)
    .describe('λ, the share of the mean that is taken off; .25 in distribution normalisation'),
  renormalise: z.boolean().default(true).describe('whether rows get length 1 again; distribution normalisation: no'),
  ...fitOptions,
});
type Options = z.output<typeof options>;

/** Fitted: the mean of each modality's unit rows. */
export class Centring implements RowMap {
  readonly kind = 'rows';
  readonly means: Readonly<Record<Modality, Float64Array>>;

  constructor(
    fit: FitRows,
    private readonly options: Options,
  ) {
    checkFit('centring', fit, 1);
    this.means = { image: meanRow(fit.image), text: meanRow(fit.text) };
  }

  apply(rows: Matrix, modality: Modality): Matrix {
    const mean = this.means[modality];
    checkWidth('centring', rows, mean.length);
    const { lambda, renormalise } = this.options;
    const centred = shifted(denseOf(rows), mean, -lambda);
    return matrixOf(renormalise ? unit(centred, 'centring') : centred);
  }

  /** norm(α t + (1 − α) v − α μ_t − (1 − α) μ_v): a document that has an image and a text (GR-CLIP). */
  fuse(image: Matrix, text: Matrix, alpha: number): Matrix {
    const [v, t] = [shifted(denseOf(image), this.means.image), shifted(denseOf(text), this.means.text)];
    return matrixOf(unit(t.mul(alpha).add(v.mul(1 - alpha)), 'centring'));
  }
}

/**
 * norm(x − λ μ) with the modality's mean μ: C3 (Zhang et al. 2024), I0T_post (An et al. 2025) and GR-CLIP (Li et al. 2025)
 * at λ = 1; distribution normalisation (Zhou et al. 2023) at λ = .25 without renormalising.
 */
export const centring = defineComponent(EmbeddingMap)({
  type: 'centring',
  options,
  create: (options): EmbeddingMap => ({
    name: 'centring',
    kind: 'rows',
    ...fitChoice(options),
    leavesLengths: !options.renormalise,
    fit: (rows) => new Centring(rows, options),
  }),
});
