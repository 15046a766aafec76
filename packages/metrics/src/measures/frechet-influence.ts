import type { Matrix } from '@alignclip/core';
import { Matrix as Dense } from 'ml-matrix';
import { stackRows } from '../matrix/rows';
import { combined, linearForms, quadraticForms } from './first-order';
import { covarianceSpectrum, momentsOf, ofSpectrum, spectrumOf, type Spectrum } from './moments';
import { wassersteinUniformity } from './frechet';

/** Influence of each pair on the Fréchet distance, [N]: 2 ⟨Δ, ·⟩ and the derivative I − T by each covariance. */
export function frechetInfluence(image: Matrix, text: Matrix): Float64Array {
  const [v, t] = [momentsOf(image), momentsOf(text)];
  const difference = v.mean.map((value, k) => 2 * (value - t.mean[k]!));
  const slope = (from: Dense, to: Dense) => Dense.sub(Dense.eye(image.columns), transport(from, to));
  return combined(
    [1, linearForms(image, v, difference)],
    [-1, linearForms(text, t, difference)],
    [1, quadraticForms(image, v, slope(v.covariance, t.covariance))],
    [1, quadraticForms(text, t, slope(t.covariance, v.covariance))],
  );
}

/** T = A^−½ (A^½ B A^½)^½ A^−½: the linear map that moves covariance A to B; zero where A has no variance. */
function transport(a: Dense, b: Dense): Dense {
  const spectrum = covarianceSpectrum(a);
  const root = ofSpectrum(spectrum, Math.sqrt);
  const inner = root.mmul(b).mmul(root);
  const middle = ofSpectrum(spectrumOf(Dense.add(inner, inner.transpose()).mul(0.5)), Math.sqrt);
  const inverse = inverseRoot(spectrum);
  return inverse.mmul(middle).mmul(inverse);
}

/** Influence of each pair on the Wasserstein uniformity of images and texts together, [N]. */
export function wassersteinInfluence(image: Matrix, text: Matrix): Float64Array {
  const all = stackRows([image, text]);
  const moments = momentsOf(all);
  const root = inverseRoot(covarianceSpectrum(moments.covariance));
  const form = Dense.sub(Dense.eye(all.columns), root.mul(1 / Math.sqrt(all.columns)));
  const twice = moments.mean.map((value) => 2 * value);
  const distance = -wassersteinUniformity(image, text);
  const ofRows = combined([1, linearForms(all, moments, twice)], [1, quadraticForms(all, moments, form)]);
  const slope = distance > 0 ? -1 / (4 * distance) : 0; // half for each of the two rows of a pair
  return Float64Array.from({ length: image.rows }, (_, i) => slope * (ofRows[i]! + ofRows[image.rows + i]!));
}

/** A^−½ on the directions that have variance. */
const inverseRoot = (spectrum: Spectrum): Dense => {
  const least = 1e-10 * spectrum.values[0]!;
  return ofSpectrum(spectrum, (value) => (value > least ? 1 / Math.sqrt(value) : 0));
};
