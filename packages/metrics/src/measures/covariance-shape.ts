import { UserError, type Matrix } from '@alignclip/core';
import { Matrix as Dense, SingularValueDecomposition } from 'ml-matrix';
import { checkSameWidth } from '../matrix/check-matrix';
import { multiplied } from '../matrix/dense';
import { pearson } from '../statistics/correlation';
import { covarianceSpectrum, momentsOf, secondMomentSpectrum, type Spectrum, spectrumOf } from './moments';

export interface CovarianceShapeOptions {
  /** Eigenvalues that the correlation of the spectra takes, from the largest; default: all d. */
  readonly eigenvalues?: number;
  /** q, the directions of largest variance that are compared; default: a tenth of d, at least 1. */
  readonly q?: number;
}

/** How far images and texts have the same covariance, apart from their means (AnisoAlign, Yu et al. 2026). */
export interface CovarianceShape {
  /** G_Σ = ‖Σ_v − Σ_t‖_F / ‖Σ_v‖_F; not symmetric. NaN where all images are one point. */
  readonly covarianceGap: number;
  /** C_λ: correlation of the logarithms of the eigenvalues, in [-1, 1]. NaN where one of them is 0 but for rounding, and of one alone. */
  readonly logSpectrumCorrelation: number;
  /** O_q = ‖U_vᵀ U_t‖_F² / q of the q leading eigenvectors, in [0, 1]. NaN where one of them has no variance. */
  readonly subspaceOverlap: number;
  /** q / d: the overlap of two random subspaces. */
  readonly chance: number;
  /** Between the two subspaces, in radians, the smallest first, [q]. */
  readonly principalAngles: Float64Array;
}

/** Throws UserError on different widths, numbers that are not finite, and options outside 1 … d. */
export function covarianceShape(image: Matrix, text: Matrix, options: CovarianceShapeOptions = {}): CovarianceShape {
  checkSameWidth(image, text);
  const d = image.columns;
  const { eigenvalues = d, q = Math.max(1, Math.round(d / 10)) } = options;
  for (const [name, value] of Object.entries({ eigenvalues, q }))
    if (!(Number.isInteger(value) && value >= 1 && value <= d))
      throw new UserError(`${name} = ${value}: must be a whole number from 1 to the width, ${d}`);
  const [v, t] = [momentsOf(image).covariance, momentsOf(text).covariance];
  const [ofV, ofT] = [covarianceSpectrum(v), covarianceSpectrum(t)];
  const cosines = singularValues(multiplied(leading(ofV.vectors, q).transpose(), leading(ofT.vectors, q)));
  const norm = v.norm('frobenius');
  const least = Math.min(rankOf(ofV.values), rankOf(ofT.values));
  return {
    covarianceGap: norm > 0 ? Dense.sub(v, t).norm('frobenius') / norm : NaN,
    logSpectrumCorrelation:
      eigenvalues > 1 && least >= eigenvalues
        ? pearson(logs(ofV.values, eigenvalues), logs(ofT.values, eigenvalues))
        : NaN,
    subspaceOverlap: least >= q ? cosines.reduce((sum, cosine) => sum + cosine * cosine, 0) / q : NaN,
    chance: q / d,
    principalAngles: cosines.map((cosine) => Math.acos(Math.min(1, cosine))),
  };
}

export interface OverlapDimensionOptions {
  /** Share of the squared singular values that each modality's subspace holds. */
  readonly energy?: number;
  /** A direction is common where its singular value is greater. */
  readonly overlap?: number;
  /** Whether the modality's mean is taken off first; the paper doesn't say. */
  readonly centre?: boolean;
}

export interface OverlapDimension {
  readonly imageRank: number;
  readonly textRank: number;
  /** Of B_vᵀ B_t: cosines of the angles between the two subspaces, from the largest. */
  readonly singularValues: Float64Array;
  /** d_o: how many dimensions both modalities use. */
  readonly overlapDimension: number;
  /** The common directions in the images' subspace as columns, [d, d_o]. */
  readonly basis: Dense;
}

/** Yi et al. 2025, "Dimension collapse causes the modality gap", appendix C.3. Throws UserError as `covarianceShape`. */
export function overlapDimension(image: Matrix, text: Matrix, options: OverlapDimensionOptions = {}): OverlapDimension {
  checkSameWidth(image, text);
  const { energy = 0.99, overlap = 0.999, centre = false } = options;
  const spectrum = (matrix: Matrix) =>
    centre ? covarianceSpectrum(momentsOf(matrix).covariance) : secondMomentSpectrum(matrix);
  const [v, t] = [subspace(spectrum(image), energy), subspace(spectrum(text), energy)];
  const cosines = multiplied(v.transpose(), t);
  const { values, vectors } = spectrumOf(multiplied(cosines, cosines.transpose())); // squares of the singular values
  const diagonal = values.subarray(0, Math.min(v.columns, t.columns)).map((square) => Math.sqrt(Math.max(0, square)));
  const shared = diagonal.reduce((count, value) => count + (value > overlap ? 1 : 0), 0);
  return {
    imageRank: v.columns,
    textRank: t.columns,
    singularValues: diagonal,
    overlapDimension: shared,
    basis: shared > 0 ? multiplied(v, leading(vectors, shared)) : Dense.zeros(v.rows, 0),
  };
}

/** The leading eigenvectors that hold at least `energy` of the trace, as columns. */
function subspace({ values, vectors }: Spectrum, energy: number): Dense {
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  let [sum, rank] = [0, 0];
  while (rank < values.length && sum < energy * total) sum += Math.max(0, values[rank++]!);
  return leading(vectors, Math.max(1, rank));
}

const leading = (vectors: Dense, count: number): Dense => vectors.subMatrix(0, vectors.rows - 1, 0, count - 1);

const singularValues = (matrix: Dense): Float64Array =>
  Float64Array.from(new SingularValueDecomposition(matrix, { autoTranspose: true }).diagonal);

/** Eigenvalues, from the largest, that are more than rounding: what is below has an arbitrary direction and logarithm. */
const rankOf = (values: Float64Array): number =>
  values.filter((value) => value > values[0]! * values.length * Number.EPSILON).length;

const logs = (values: Float64Array, count: number): number[] => Array.from(values.subarray(0, count), Math.log);
