import type { Matrix } from '@alignclip/core';
import { Matrix as Dense } from 'ml-matrix';
import { multiplied } from '../matrix/dense';
import { combined, linearForms, quadraticForms } from './first-order';
import { commonSpectrum, jointMoments, wassersteinUniformity } from './frechet';
import { covarianceSpectrum, momentsOf, ofSpectrum, type Spectrum } from './moments';

/** Influence of each pair on the Fréchet distance, [N]: 2 ⟨Δ, ·⟩ and the derivative I − T by each covariance. */
export function frechetInfluence(image: Matrix, text: Matrix): Float64Array {
  const [v, t] = [momentsOf(image), momentsOf(text)];
  const difference = v.mean.map((value, k) => 2 * (value - t.mean[k]!));
  const { toText, toImage } = transports(image, text);
  const slope = (transport: Dense) => Dense.sub(Dense.eye(image.columns), transport);
  return combined(
    [1, linearForms(image, v, difference)],
    [-1, linearForms(text, t, difference)],
    [1, quadraticForms(image, v, slope(toText))],
    [1, quadraticForms(text, t, slope(toImage))],
  );
}

/**
 * The linear maps that move one covariance to the other: A^−½ (A^½ B A^½)^½ A^−½ and A^½ (A^½ B A^½)^−½ A^½; zero where
 * there is no variance.
 */
function transports(image: Matrix, text: Matrix): Record<'toText' | 'toImage', Dense> {
  const { root, inner } = commonSpectrum(image, text);
  const inverse = inverseRoot(covarianceSpectrum(momentsOf(image).covariance));
  const around = (side: Dense, middle: Dense) => multiplied(multiplied(side, middle), side);
  return {
    toText: around(inverse, ofSpectrum(inner, Math.sqrt)),
    toImage: around(root, inverseRoot(inner, 1e-14)),
  };
}

/** Influence of each pair on the Wasserstein uniformity of images and texts together, [N]. */
export function wassersteinInfluence(image: Matrix, text: Matrix): Float64Array {
  const moments = jointMoments(image, text);
  const root = inverseRoot(covarianceSpectrum(moments.covariance));
  const form = Dense.sub(Dense.eye(image.columns), root.mul(1 / Math.sqrt(image.columns)));
  const twice = moments.mean.map((value) => 2 * value);
  const distance = -wassersteinUniformity(image, text);
  const slope = distance > 0 ? -1 / (4 * distance) : 0; // half for each of the two rows of a pair
  return combined(
    [slope, linearForms(image, moments, twice)],
    [slope, linearForms(text, moments, twice)],
    [slope, quadraticForms(image, moments, form)],
    [slope, quadraticForms(text, moments, form)],
  );
}

/** A^−½ on the directions that have variance: more than `least` times the largest. */
const inverseRoot = (spectrum: Spectrum, least = 1e-10): Dense =>
  ofSpectrum(spectrum, (value) => (value > least * spectrum.values[0]! ? 1 / Math.sqrt(value) : 0));
