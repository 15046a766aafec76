import { rotateKernel } from './eigen-kernels';
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
  const rotated = new Rotated(vectors, n);
  diagonalise(diagonal, beside, rotated);
  return { values: diagonal, vectors: rotated.vectors };
}

let rotator: ReturnType<typeof rotateKernel> | undefined;

/** Rows that are turned in the memory of a kernel. */
class Rotated {
  private readonly width: number;
  private readonly numbers: Float64Array;
  private readonly kernel = (rotator ??= rotateKernel());

  constructor(
    vectors: Float64Array,
    private readonly n: number,
  ) {
    this.width = 2 * Math.ceil(n / 2);
    const count = n * this.width + 2;
    this.numbers = new Float64Array(this.kernel.memory(8 * count), 0, count).fill(0);
    for (let i = 0; i < n; i += 1) this.numbers.set(vectors.subarray(i * n, (i + 1) * n), i * this.width);
  }

  /** Turns rows i and i + 1 in their plane. */
  turn(i: number, sine: number, cosine: number): void {
    const { n, width, numbers, kernel } = this;
    numbers[n * width] = sine;
    numbers[n * width + 1] = cosine;
    kernel.run(8 * i * width, 8 * (i + 1) * width, width / 2, 8 * n * width);
  }

  get vectors(): Float64Array {
    const { n, width, numbers } = this;
    const all = new Float64Array(n * n);
    for (let i = 0; i < n; i += 1) all.set(numbers.subarray(i * width, i * width + n), i * n);
    return all;
  }
}

/** More steps for one eigenvalue mean that it isn't found; two are usual. */
const mostSteps = 60;

/** Makes the tridiagonal matrix diagonal and turns the rows along. */
function diagonalise(diagonal: Float64Array, beside: Float64Array, rows: Rotated): void {
  const n = diagonal.length;
  const negligible =
    Number.EPSILON * diagonal.reduce((most, d, i) => Math.max(most, Math.abs(d) + Math.abs(beside[i]!)), 0);
  for (let low = 0; low < n; low += 1) {
    for (let step = 0; ; step += 1) {
      let high = low;
      while (high + 1 < n && !(Math.abs(beside[high]!) <= negligible)) high += 1;
      if (high === low) break;
      if (step === mostSteps) throw new Error(`eigenvalue ${low} of ${n} was not found after ${mostSteps} steps`);
      sweep(diagonal, beside, rows, low, high);
    }
  }
}

/** One implicit QL step with Wilkinson's shift on rows low … high. */
function sweep(diagonal: Float64Array, beside: Float64Array, rows: Rotated, low: number, high: number): void {
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
    rows.turn(i, sine, cosine);
  }
  diagonal[low]! -= shift;
  beside[low] = x;
}
