import { UserError } from '@alignclip/core';
import { SingularValueDecomposition, type Matrix as Dense } from 'ml-matrix';

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
export function projectorSpectrum(image: Dense, text: Dense, top: number, bottom: number): FilteredProjections {
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
