import { defineComponent, EmbeddingMap, type FitRows, type Matrix, type Modality, type RowMap } from '@alignclip/core';
import { z } from 'zod';
import { momentsOf } from '@alignclip/metrics';
import { fitChoice, fitOptions } from './fit-options';
import { checkFit, checkWidth, denseOf, matrixOf, shifted, unit } from './rows';

const options = z.strictObject({
  renormalise: z.boolean().default(true).describe('whether rows get length 1 again'),
  ...fitOptions,
});
type Options = z.output<typeof options>;

/** Fitted: mean and deviation of each modality in each dimension. */
export class Standardisation implements RowMap {
  readonly kind = 'rows';
  private readonly moments: Readonly<Record<Modality, { mean: Float64Array; inverse: number[] }>>;

  constructor(
    fit: FitRows,
    private readonly options: Options,
  ) {
    checkFit('standardisation', fit);
    this.moments = { image: momentsBy(fit.image), text: momentsBy(fit.text) };
  }

  apply(rows: Matrix, modality: Modality): Matrix {
    const { mean, inverse } = this.moments[modality];
    checkWidth('standardisation', rows, mean.length);
    const scaled = shifted(denseOf(rows), mean).mulRowVector(inverse);
    return matrixOf(this.options.renormalise ? unit(scaled, 'standardisation') : scaled);
  }
}

/** (x − μ) / σ in each dimension of each modality, σ divided by N; a dimension that doesn't vary becomes 0. */
export const standardisation = defineComponent(EmbeddingMap)({
  type: 'standardisation',
  options,
  create: (options): EmbeddingMap => ({
    name: 'standardisation',
    kind: 'rows',
    ...fitChoice(options),
    leavesLengths: !options.renormalise,
    fit: (rows) => new Standardisation(rows, options),
  }),
});

function momentsBy(rows: Matrix): { mean: Float64Array; inverse: number[] } {
  const { mean, covariance } = momentsOf(rows);
  return { mean, inverse: covariance.diagonal().map((variance) => (variance > 1e-14 ? variance ** -0.5 : 0)) };
}
