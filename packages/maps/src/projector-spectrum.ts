import {
  defineComponent,
  EmbeddingMap,
  UserError,
  type FitRows,
  type Matrix,
  type Modality,
  type RowMap,
} from '@alignclip/core';
import { pseudoInverse, SingularValueDecomposition, type Matrix as Dense } from 'ml-matrix';
import { z } from 'zod';
import { fitChoice, fitOptions } from './fit-options';
import { checkWidth, denseOf, matrixOf, unit } from './rows';

const options = z.strictObject({
  top: z.int().min(0).describe('directions of the joint spectrum that are dropped, from the largest'),
  bottom: z.int().min(0).describe('directions that are dropped from the smallest; zeros count'),
  ...fitOptions,
});

/** Fitted: what the filtered projections do to embeddings. */
export class ProjectorSpectrum implements RowMap {
  readonly kind = 'rows';
  private readonly matrices: Readonly<Record<Modality, Dense>>;

  constructor({ projections }: FitRows, { top, bottom }: Pick<z.output<typeof options>, 'top' | 'bottom'>) {
    if (projections === undefined)
      throw new UserError(
        'map "projector-spectrum": it reads linear projections of both towers, without bias, and stands first; this model offers none here',
      );
    const [image, text] = [denseOf(projections.image), denseOf(projections.text)];
    const filtered = filteredProjections(image.transpose(), text.transpose(), top, bottom);
    this.matrices = {
      image: pseudoInverse(image).mmul(filtered.image),
      text: pseudoInverse(text).mmul(filtered.text),
    };
  }

  /** P⁺ P', [d, d]: the projection undone and the filtered one P' done; exact, since what P loses no kept direction has. */
  linear(modality: Modality): Matrix {
    return matrixOf(this.matrices[modality]);
  }

  apply(rows: Matrix, modality: Modality): Matrix {
    checkWidth('projector-spectrum', rows, this.matrices[modality].rows);
    return matrixOf(unit(denseOf(rows).mmul(this.matrices[modality]), 'projector-spectrum'));
  }
}

/** Drops the ends of the spectrum that the projections of both towers have together (IsoCLIP, Magistri et al. 2026). */
export const projectorSpectrum = defineComponent(EmbeddingMap)({
  type: 'projector-spectrum',
  options,
  create: (options): EmbeddingMap => ({
    name: 'projector-spectrum',
    kind: 'rows',
    ...fitChoice(options),
    needsProjections: true,
    isWithinModality: true,
    fit: (rows) => new ProjectorSpectrum(rows, options),
  }),
});

/** The projections of the towers without the ends of their joint spectrum. */
export interface FilteredProjections {
  /** Of Ψ, from the largest. */
  readonly singularValues: readonly number[];
  /** [w_image, d] */
  readonly image: Dense;
  /** [w_text, d] */
  readonly text: Dense;
}

/**
 * IsoCLIP (Magistri et al. 2026): Ψ = W_imageᵀ W_text = U S Vᵀ; W_text V_k V_kᵀ and W_image U_k U_kᵀ without the `top` largest
 * and the `bottom` smallest of its min(w_image, w_text) directions; zero singular values count as the smallest. For search
 * within a modality only. Projections are given as [d, w], out × in. Throws UserError where no direction is left.
 */
export function filteredProjections(image: Dense, text: Dense, top: number, bottom: number): FilteredProjections {
  const count = Math.min(image.columns, text.columns);
  if (top + bottom >= count)
    throw new UserError(`map "projector-spectrum": top ${top} and bottom ${bottom} leave none of ${count} directions`);
  const { leftSingularVectors, rightSingularVectors, diagonal } = new SingularValueDecomposition(
    image.transpose().mmul(text),
    { autoTranspose: true },
  );
  const kept = (vectors: Dense) => vectors.subMatrix(0, vectors.rows - 1, top, count - bottom - 1);
  const filtered = (projection: Dense, vectors: Dense) =>
    vectors.mmul(vectors.transpose()).mmul(projection.transpose());
  return {
    singularValues: diagonal,
    image: filtered(image, kept(leftSingularVectors)),
    text: filtered(text, kept(rightSingularVectors)),
  };
}
