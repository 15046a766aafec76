import type { Matrix } from '@alignclip/core';
import { Matrix as Dense } from 'ml-matrix';
import { oncePerPair } from '../gap/weighted';
import { checkSameWidth } from '../matrix/check-matrix';
import { multiplied, outer } from '../matrix/dense';
import { covarianceSpectrum, type Moments, momentsOf, ofSpectrum, type Spectrum, spectrumOf } from './moments';

/**
 * ‖μ_v − μ_t‖² + tr(Σ_v + Σ_t − 2 (Σ_v Σ_t)^½) ≥ 0: squared 2-Wasserstein distance of the normal distributions with the
 * modalities' moments (Fréchet distance; Role et al. 2025). `sample`: covariances divided by N − 1, as in FID scripts.
 * Throws UserError on different widths and numbers that are not finite.
 */
export function frechetDistance(image: Matrix, text: Matrix, { sample = false } = {}): number {
  checkSameWidth(image, text);
  const [v, t] = [momentsOf(image), momentsOf(text)];
  const scale = ({ rows }: Matrix) => (sample ? rows / (rows - 1) : 1);
  const centres = v.mean.reduce((sum, value, k) => sum + (value - t.mean[k]!) ** 2, 0);
  const cross = Math.sqrt(scale(image) * scale(text)) * traceOfRoot(commonSpectrum(image, text).inner.values);
  const traces = scale(image) * v.covariance.trace() + scale(text) * t.covariance.trace();
  return Math.max(0, centres + traces - 2 * cross);
}

/** What distance and transport between two covariances are made of. */
export interface CommonSpectrum {
  /** Σ_v^½ */
  readonly root: Dense;
  /** Of Σ_v^½ Σ_t Σ_v^½. */
  readonly inner: Spectrum;
}

/** Computed once for distance and influence. */
export const commonSpectrum: (image: Matrix, text: Matrix) => CommonSpectrum = oncePerPair((image, text) => {
  const root = ofSpectrum(covarianceSpectrum(momentsOf(image).covariance), Math.sqrt);
  const inner = multiplied(multiplied(root, momentsOf(text).covariance), root);
  return { root, inner: spectrumOf(Dense.add(inner, inner.transpose()).mul(0.5)) };
});

/**
 * −√(‖μ‖² + 1 + tr Σ − (2/√d) tr Σ^½) of images and texts together, ≤ 0: minus the 2-Wasserstein distance to a normal
 * distribution as wide as the sphere (Fang et al. 2024; ModGap's metrics.py). `offset`: added to every eigenvalue under
 * the root, 1e-8 in the official code.
 */
export function wassersteinUniformity(image: Matrix, text: Matrix, { offset = 0 } = {}): number {
  checkSameWidth(image, text);
  const { mean, covariance } = jointMoments(image, text);
  const squares = mean.reduce((sum, value) => sum + value * value, 0);
  const roots = traceOfRoot(covarianceSpectrum(covariance).values, offset);
  const distance = squares + 1 + covariance.trace() - (2 / Math.sqrt(image.columns)) * roots;
  return -Math.sqrt(Math.max(0, distance));
}

/** Of images and texts as one set, from those of both: Σ is that within them plus that of their means. */
export const jointMoments: (image: Matrix, text: Matrix) => Moments = oncePerPair((image, text) => {
  const [v, t] = [momentsOf(image), momentsOf(text)];
  const rows = v.rows + t.rows;
  const [p, q] = [v.rows / rows, t.rows / rows];
  const apart = v.mean.map((value, k) => value - t.mean[k]!);
  const within = Dense.mul(v.covariance, p).add(Dense.mul(t.covariance, q));
  return {
    rows,
    mean: v.mean.map((value, k) => p * value + q * t.mean[k]!),
    covariance: within.add(outer(apart, apart).mul(p * q)),
  };
});

/** tr A^½ from the eigenvalues of A. */
const traceOfRoot = (values: Float64Array, offset = 0): number =>
  values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value) + offset), 0);
