import {
  defineComponent,
  EmbeddingMap,
  UserError,
  type FitRows,
  type Matrix,
  type Modality,
  type RowMap,
} from '@alignclip/core';
import { crossProducts } from '@alignclip/metrics';
import { SingularValueDecomposition, Matrix as Dense } from 'ml-matrix';
import { z } from 'zod';
import { fitChoice, fitOptions } from './fit-options';
import { checkFit, checkWidth, denseOf, matrixOf } from './rows';

/** Fitted: the rotation (or reflection) R that brings texts nearest to their images. */
export class Procrustes implements RowMap {
  readonly kind = 'rows';
  /** [d, d]; R Rᵀ = 1 */
  readonly rotation: Dense;

  constructor({ image, text }: FitRows) {
    checkFit('procrustes', { image, text });
    if (text.rows % image.rows !== 0)
      throw new UserError(
        `map "procrustes": ${text.rows} text rows and ${image.rows} image rows are no pairs; it needs as many captions of each image`,
      );
    const zero = new Float64Array(image.columns);
    const { leftSingularVectors, rightSingularVectors } = new SingularValueDecomposition(
      crossProducts(text, zero, repeated(image, text.rows / image.rows), zero),
    );
    this.rotation = leftSingularVectors.mmul(rightSingularVectors.transpose());
  }

  linear(modality: Modality): Matrix {
    const { rows } = this.rotation;
    return matrixOf(modality === 'image' ? Dense.eye(rows, rows) : this.rotation);
  }

  /** Lengths and angles within a modality stay. */
  apply(rows: Matrix, modality: Modality): Matrix {
    checkWidth('procrustes', rows, this.rotation.rows);
    return modality === 'image' ? rows : matrixOf(denseOf(rows).mmul(this.rotation));
  }
}

/**
 * Texts turned by the orthogonal R with the least Σ‖R t_i − v_i‖² over the fit pairs (Schönemann 1966): the natural control
 * for maps, since it changes nothing inside a modality. Captions of image i are rows k·i … of the texts.
 */
export const procrustes = defineComponent(EmbeddingMap)({
  type: 'procrustes',
  options: z.strictObject(fitOptions),
  create: (options): EmbeddingMap => ({
    name: 'procrustes',
    kind: 'rows',
    ...fitChoice(options),
    fit: (rows) => new Procrustes(rows),
  }),
});

function repeated({ rows, columns, values }: Matrix, times: number): Matrix {
  if (times === 1) return { rows, columns, values };
  const all = new Float32Array(rows * times * columns);
  for (let i = 0; i < rows * times; i += 1) {
    const at = Math.floor(i / times) * columns;
    all.set(values.subarray(at, at + columns), i * columns);
  }
  return { rows: rows * times, columns, values: all };
}
