import type { Matrix } from '@alignclip/core';
import { Matrix as Dense } from 'ml-matrix';
import { oncePerPair } from '../gap/weighted';
import { checkPairs, checkSameWidth } from '../matrix/check-matrix';
import { euclideanNorm } from '../matrix/inner-products';
import { covarianceSpectrum, jointCovariance, type Moments, momentsOf } from './moments';

/** The gap as two clouds: where their centres lie, and how wide they are. Needs no pairs. */
export interface CentreGeometry {
  /** Angle between the means, in radians, [0, π] (Yi et al. 2025). NaN where a mean is zero. */
  readonly centreAngle: number;
  readonly centreCosine: number;
  /** ‖Δ‖, Δ = μ_v − μ_t */
  readonly centroidDistance: number;
  /** ‖Δ‖ / √(2 (E‖v − μ_v‖² + E‖t − μ_t‖²)), which a common scale doesn't change (RelGap). NaN where no row differs. */
  readonly relGap: number;
}

/** The squared distance of the pairs, split exactly into that of the centres and that of the residuals. */
export interface PairGeometry {
  /** mean ‖v − t‖² = centroidSquared + residualSquared */
  readonly pairSquared: number;
  readonly centroidSquared: number;
  /** mean ‖r‖², r = (v − μ_v) − (t − μ_t) */
  readonly residualSquared: number;
  /** residualSquared / pairSquared, in [0, 1]; NaN where every image equals its text. */
  readonly residualShare: number;
  /** λ_max(Σ_r) / (tr Σ_r / d), in [1, d]: 1 where residuals have no direction (AnisoAlign). NaN where all are zero. */
  readonly residualAnisotropy: number;
  /** tr(Σ_r)² / tr(Σ_r²), in [1, d] (AnisoAlign). */
  readonly residualEffectiveDimension: number;
  /** Share of tr Σ_r in the k + 1 directions of largest variance, [d]. */
  readonly residualCumulativeEnergy: Float64Array;
}

/** Throws UserError on different widths and numbers that are not finite. */
export function centreGeometry(image: Matrix, text: Matrix): CentreGeometry {
  checkSameWidth(image, text);
  const [v, t] = [momentsOf(image), momentsOf(text)];
  const centreCosine = dot(v.mean, t.mean) / (euclideanNorm(v.mean) * euclideanNorm(t.mean));
  const centroidDistance = euclideanNorm(v.mean.map((value, k) => value - t.mean[k]!));
  const spread = Math.sqrt(2 * (v.covariance.trace() + t.covariance.trace()));
  return {
    centreAngle: Math.acos(Math.max(-1, Math.min(1, centreCosine))),
    centreCosine,
    centroidDistance,
    relGap: spread > 0 ? centroidDistance / spread : NaN,
  };
}

/** Row i of both is a pair. Throws UserError on other numbers of rows, different widths and numbers that are not finite. */
export function pairGeometry(image: Matrix, text: Matrix): PairGeometry {
  checkPairs(image, text);
  const { covariance } = residualMoments(image, text);
  const residualSquared = Math.max(0, covariance.trace());
  const centroidSquared = centreGeometry(image, text).centroidDistance ** 2;
  const pairSquared = centroidSquared + residualSquared;
  const { values } = covarianceSpectrum(covariance);
  const squares = values.reduce((sum, value) => sum + value * value, 0);
  let energy = 0;
  return {
    pairSquared,
    centroidSquared,
    residualSquared,
    residualShare: pairSquared > 0 ? residualSquared / pairSquared : NaN,
    residualAnisotropy: residualSquared > 0 ? (values[0]! * values.length) / residualSquared : NaN,
    residualEffectiveDimension: residualSquared > 0 ? residualSquared ** 2 / squares : NaN,
    residualCumulativeEnergy: values.map((value) => (energy += value) / residualSquared),
  };
}

/** Of v − t: Σ_r = Σ_v + Σ_t − C − Cᵀ, where C is the covariance of images with their texts. Computed once for each two matrices. */
export const residualMoments: (image: Matrix, text: Matrix) => Moments = oncePerPair((image, text) => {
  const [v, t] = [momentsOf(image), momentsOf(text)];
  const joint = jointCovariance(image, text);
  return {
    rows: image.rows,
    mean: v.mean.map((value, k) => value - t.mean[k]!),
    covariance: Dense.add(v.covariance, t.covariance).sub(joint).sub(joint.transpose()),
  };
});

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, k) => sum + value * b[k]!, 0);
