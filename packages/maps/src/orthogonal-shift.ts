import { defineComponent, EmbeddingMap, type FitRows, type Matrix, type Modality, type RowMap } from '@alignclip/core';
import { covarianceSpectrum, euclideanNorm, momentsOf } from '@alignclip/metrics';
import { z } from 'zod';
import { fitChoice, fitOptions } from './fit-options';
import { checkFit, checkWidth, denseOf, matrixOf, shifted, unit } from './rows';

const options = z.strictObject({
  moved: z.enum(['image', 'text']).default('text').describe('the modality that is moved; the other one is searched'),
  alpha: z
    .number()
    .default(-1)
    .describe('α, how far it is moved along the gap; −1 closes the part that is moved along'),
  components: z
    .union([z.literal('all'), z.int().positive()])
    .default('all')
    .describe('leading principal components of the searched modality that the shift is orthogonal to'),
  renormalise: z.boolean().default(true).describe('whether moved rows get length 1 again'),
  ...fitOptions,
});
type Options = z.output<typeof options>;

/** Fitted: the part of the gap that no direction of the searched modality's spread has. */
export class OrthogonalShift implements RowMap {
  readonly kind = 'rows';
  /** g = μ_moved − μ_searched */
  readonly gap: Float64Array;
  /** g − P Pᵀ g */
  readonly orthogonalGap: Float64Array;
  /** Columns of P. */
  readonly components: number;

  constructor(
    fit: FitRows,
    private readonly options: Options,
  ) {
    checkFit('orthogonal-shift', fit);
    const { moved, components } = options;
    const searched = momentsOf(moved === 'text' ? fit.image : fit.text);
    const { mean } = momentsOf(moved === 'text' ? fit.text : fit.image);
    this.gap = mean.map((value, k) => value - searched.mean[k]!);
    const { values, vectors } = covarianceSpectrum(searched.covariance);
    const rank = values.filter((value) => Math.sqrt(Math.max(0, value)) > 1e-6 * Math.sqrt(values[0]!)).length;
    this.components = components === 'all' ? rank : Math.min(components, rank);
    const rest = Float64Array.from(this.gap);
    for (let c = 0; c < this.components; c += 1) {
      const axis = vectors.getColumn(c);
      const along = axis.reduce((sum, value, k) => sum + value * this.gap[k]!, 0);
      for (let k = 0; k < rest.length; k += 1) rest[k]! -= along * axis[k]!;
    }
    this.orthogonalGap = rest;
  }

  /** Where it changes nothing, which is no error: with enough rows the spread has every direction. */
  get note(): string | undefined {
    if (euclideanNorm(this.orthogonalGap) > 1e-5 * euclideanNorm(this.gap)) return undefined;
    const searched = this.options.moved === 'text' ? 'images' : 'texts';
    const why =
      euclideanNorm(this.gap) === 0
        ? 'what it is fitted on has no gap between the means'
        : `all of the gap lies in the ${this.components} of ${this.gap.length} directions in which the ${searched} that it is fitted on spread; its option components leaves some of it below ${this.components}`;
    return `changes nothing: ${why}`;
  }

  apply(rows: Matrix, modality: Modality): Matrix {
    checkWidth('orthogonal-shift', rows, this.gap.length);
    if (modality !== this.options.moved) return rows;
    const moved = shifted(denseOf(rows), this.orthogonalGap, this.options.alpha);
    return matrixOf(this.options.renormalise ? unit(moved, 'orthogonal-shift') : moved);
  }
}

/**
 * y + α (g − P Pᵀ g), g = μ_moved − μ_searched: moves one modality along the part of the gap that is orthogonal to the
 * spread of the other one, so that with all components no row changes the order in which it finds the fit rows (Chowers et
 * al. 2026). That P comes from centred rows is our reading.
 */
export const orthogonalShift = defineComponent(EmbeddingMap)({
  type: 'orthogonal-shift',
  options,
  create: (options): EmbeddingMap => ({
    name: 'orthogonal-shift',
    kind: 'rows',
    ...fitChoice(options),
    leavesLengths: !options.renormalise,
    fit: (rows) => new OrthogonalShift(rows, options),
  }),
});
