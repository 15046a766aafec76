import {
  defineComponent,
  EmbeddingMap,
  UserError,
  type FitRows,
  type Matrix,
  type Modality,
  type RowMap,
} from '@alignclip/core';
import { meanRow, overlapDimension, type OverlapDimension } from '@alignclip/metrics';
import { z } from 'zod';
import { fitChoice, fitOptions } from './fit-options';
import { checkFit, checkWidth, denseOf, matrixOf, shifted, unit } from './rows';

const share = z.number().gt(0).lt(1);
const options = z.strictObject({
  energy: share.default(0.99).describe("share of the squared singular values that each modality's subspace holds"),
  overlap: share.default(0.999).describe('a direction is common where the cosine of its angle is greater'),
  centre: z.boolean().default(false).describe("whether each modality's mean is taken off first; the paper doesn't say"),
  ...fitOptions,
});
type Options = z.output<typeof options>;

/** Fitted: a basis of the directions that both modalities use. */
export class SharedSubspace implements RowMap {
  readonly kind = 'rows';
  readonly found: OverlapDimension;
  /** Absent where means are taken off. */
  readonly linear: (() => Matrix) | undefined;
  private readonly means: Readonly<Record<Modality, Float64Array>> | undefined;

  constructor(fit: FitRows, options: Options) {
    checkFit('shared-subspace', fit);
    this.found = overlapDimension(fit.image, fit.text, options);
    if (this.found.overlapDimension === 0)
      throw new UserError(
        `map "shared-subspace": no direction is common; the largest cosine is ${this.found.singularValues[0]!.toFixed(4)}, ` +
          `below option "overlap" = ${options.overlap}`,
      );
    const { basis } = this.found;
    this.linear = options.centre ? undefined : () => matrixOf(basis);
    this.means = options.centre ? { image: meanRow(fit.image), text: meanRow(fit.text) } : undefined;
  }

  /** Rows in the common directions, [N, d_o]. */
  apply(rows: Matrix, modality: Modality): Matrix {
    const { basis } = this.found;
    checkWidth('shared-subspace', rows, basis.rows);
    const dense = this.means ? shifted(denseOf(rows), this.means[modality]) : denseOf(rows);
    return matrixOf(unit(dense.mmul(basis), 'shared-subspace'));
  }
}

/** Projects both modalities on the directions that both use (SSP, Yi et al. 2025, appendix C.3). */
export const sharedSubspace = defineComponent(EmbeddingMap)({
  type: 'shared-subspace',
  options,
  create: (options): EmbeddingMap => ({
    name: 'shared-subspace',
    kind: 'rows',
    ...fitChoice(options),
    fit: (rows) => new SharedSubspace(rows, options),
  }),
});
