import type { Matrix } from '@alignclip/core';
import { Matrix as Dense } from 'ml-matrix';
import { checkSameWidth } from '../matrix/check-matrix';
import { stackRows } from '../matrix/rows';
import { covarianceSpectrum, momentsOf, ofSpectrum, spectrumOf } from './moments';

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
  const root = ofSpectrum(covarianceSpectrum(v.covariance), Math.sqrt);
  const inner = root.mmul(t.covariance).mmul(root);
  const cross = Math.sqrt(scale(image) * scale(text)) * traceOfRoot(spectrumOf(symmetrised(inner)).values);
  const traces = scale(image) * v.covariance.trace() + scale(text) * t.covariance.trace();
  return Math.max(0, centres + traces - 2 * cross);
}

/**
 * −√(‖μ‖² + 1 + tr Σ − (2/√d) tr Σ^½) of images and texts together, ≤ 0: minus the 2-Wasserstein distance to a normal
 * distribution as wide as the sphere (Fang et al. 2024; ModGap's metrics.py). `offset`: added to every eigenvalue under
 * the root, 1e-8 in the official code.
 */
export function wassersteinUniformity(image: Matrix, text: Matrix, { offset = 0 } = {}): number {
  checkSameWidth(image, text);
  const { mean, covariance } = momentsOf(stackRows([image, text]));
  const squares = mean.reduce((sum, value) => sum + value * value, 0);
  const roots = traceOfRoot(covarianceSpectrum(covariance).values, offset);
  const distance = squares + 1 + covariance.trace() - (2 / Math.sqrt(image.columns)) * roots;
  return -Math.sqrt(Math.max(0, distance));
}

/** tr A^½ from the eigenvalues of A. */
const traceOfRoot = (values: Float64Array, offset = 0): number =>
  values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value) + offset), 0);

const symmetrised = (matrix: Dense): Dense => Dense.add(matrix, matrix.transpose()).mul(0.5);
