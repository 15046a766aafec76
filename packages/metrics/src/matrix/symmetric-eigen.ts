import { tridiagonal } from './tridiagonal';

/** Eigenvalues of a symmetric matrix, in no order, and their unit eigenvectors as rows. */
export interface SymmetricEigen {
  readonly values: Float64Array; // [n]
  readonly vectors: Float64Array; // [n, n]
}

/**
 * Of a symmetric [n, n] matrix, of which the lower triangle is read: Householder's reduction to a tridiagonal matrix, then
 * the QL algorithm with implicit shifts (Golub & Van Loan, 4th edition, sections 8.3.1 and 8.3.3). Throws Error where an
 * eigenvalue isn't found, as with NaN.
 */
export function symmetricEigen(symmetric: ArrayLike<number>, n: number): SymmetricEigen {
  const { diagonal, beside, vectors } = tridiagonal(symmetric, n);
  diagonalise(diagonal, beside, vectors);
  return { values: diagonal, vectors };
}

/** More steps for one eigenvalue mean that it isn't found; two are usual. */
const mostSteps = 60;

/** Makes the tridiagonal matrix diagonal and turns the rows of `vectors` along. */
function diagonalise(diagonal: Float64Array, beside: Float64Array, vectors: Float64Array): void {
  const n = diagonal.length;
  const negligible =
    Number.EPSILON * diagonal.reduce((most, d, i) => Math.max(most, Math.abs(d) + Math.abs(beside[i]!)), 0);
  for (let low = 0; low < n; low += 1) {
    for (let step = 0; ; step += 1) {
      let high = low;
      while (high + 1 < n && !(Math.abs(beside[high]!) <= negligible)) high += 1;
      if (high === low) break;
      if (step === mostSteps) throw new Error(`eigenvalue ${low} of ${n} was not found after ${mostSteps} steps`);
      sweep(diagonal, beside, vectors, low, high);
    }
  }
}

/** One implicit QL step with Wilkinson's shift on rows low … high. */
function sweep(diagonal: Float64Array, beside: Float64Array, vectors: Float64Array, low: number, high: number): void {
  const half = (diagonal[low + 1]! - diagonal[low]!) / (2 * beside[low]!);
  const root = half >= 0 ? Math.hypot(half, 1) : -Math.hypot(half, 1);
  let x = diagonal[high]! - diagonal[low]! + beside[low]! / (half + root);
  let [sine, cosine, shift] = [1, 1, 0];
  for (let i = high - 1; i >= low; i -= 1) {
    const [y, z] = [sine * beside[i]!, cosine * beside[i]!];
    const length = Math.hypot(x, y);
    if (i + 1 < high || length === 0) beside[i + 1] = length;
    if (length === 0) {
      diagonal[i + 1]! -= shift;
      beside[high] = 0;
      return;
    }
    [sine, cosine] = [y / length, x / length];
    const rest = diagonal[i + 1]! - shift;
    const turn = (diagonal[i]! - rest) * sine + 2 * cosine * z;
    shift = sine * turn;
    diagonal[i + 1] = rest + shift;
    x = cosine * turn - z;
    rotate(vectors, diagonal.length, i, sine, cosine);
  }
  diagonal[low]! -= shift;
  beside[low] = x;
}

/** Turns rows i and i + 1 in their plane. */
function rotate(vectors: Float64Array, n: number, i: number, sine: number, cosine: number): void {
  for (let a = i * n, b = a + n; a < (i + 1) * n; a += 1, b += 1) {
    const x = vectors[a]!;
    const y = vectors[b]!;
    vectors[b] = sine * x + cosine * y;
    vectors[a] = cosine * x - sine * y;
  }
}
