import type { Matrix } from '@alignclip/core';
import type { Weights } from '../gap/weighted';
import { combined, firstOrder, quadraticForms, squaredRadii } from './first-order';
import { jointCovariance, momentsOf } from './moments';

/** HSIC of linear kernels K = A Aᵀ, L = B Bᵀ, from the products of the centred columns: tr(K H L H) = ‖Ãᵀ B̃‖_F². */
interface Hsic {
  readonly cross: number;
  readonly images: number;
  readonly texts: number;
}

/** HSIC(K, L) / (√(HSIC(K, K) HSIC(L, L)) + ε), K = V Vᵀ, L = T Tᵀ, in [0, 1] (Kornblith et al. 2019). Time N d². */
export const linearCka = (image: Matrix, text: Matrix, epsilon = 0): number =>
  quotient(biasedHsic(image, text), epsilon);

/** The same with the unbiased HSIC of Song et al. 2012, equation 5. NaN below four pairs. */
export const unbiasedCka = (image: Matrix, text: Matrix, epsilon = 0): number =>
  quotient(unbiasedHsic(image, text), epsilon);

/** Linear CKA of a resampled set to first order: row i has the part ṽ_iᵀ (Ṽᵀ T̃) t̃_i of HSIC(K, L). */
export function resampledCka(image: Matrix, text: Matrix): (weights: Weights) => number {
  const value = linearCka(image, text);
  const [v, t] = [momentsOf(image), momentsOf(text)];
  const joint = jointCovariance(image, text);
  const square = (norm: number) => 1 / norm ** 2;
  return firstOrder(
    value,
    combined(
      [2 * value * square(joint.norm('frobenius')), quadraticForms(image, v, joint, { matrix: text, ...t })],
      [-value * square(v.covariance.norm('frobenius')), quadraticForms(image, v, v.covariance)],
      [-value * square(t.covariance.norm('frobenius')), quadraticForms(text, t, t.covariance)],
    ),
  );
}

const quotient = ({ cross, images, texts }: Hsic, epsilon: number): number =>
  cross / (Math.sqrt(images * texts) + epsilon);

function biasedHsic(image: Matrix, text: Matrix): Hsic {
  const squared = (norm: number) => (image.rows * norm) ** 2;
  return {
    cross: squared(jointCovariance(image, text).norm('frobenius')),
    images: squared(momentsOf(image).covariance.norm('frobenius')),
    texts: squared(momentsOf(text).covariance.norm('frobenius')),
  };
}

/** Centring doesn't change it; then the sum of a kernel's row beside its diagonal is minus that diagonal number. */
function unbiasedHsic(image: Matrix, text: Matrix): Hsic {
  const n = image.rows;
  const [v, t] = [squaredRadii(image, momentsOf(image)), squaredRadii(text, momentsOf(text))];
  const without = (hsic: number, a: Float64Array, b: Float64Array) => {
    const diagonal = a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    const totals = (total(a) * total(b)) / ((n - 1) * (n - 2));
    return (hsic - diagonal + totals - (2 * diagonal) / (n - 2)) / (n * (n - 3));
  };
  const { cross, images, texts } = biasedHsic(image, text);
  return { cross: without(cross, v, t), images: without(images, v, v), texts: without(texts, t, t) };
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
