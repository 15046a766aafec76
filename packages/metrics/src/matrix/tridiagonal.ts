import { reflectKernel } from './eigen-kernels';

/** A tridiagonal matrix that is similar to a symmetric one. */
export interface Tridiagonal {
  readonly diagonal: Float64Array; // [n]
  /** [i]: between i and i + 1; the last is 0. [n] */
  readonly beside: Float64Array;
  /** The rotation to it, one row for each of its axes. [n, n] */
  readonly vectors: Float64Array;
}

/** Householder's reduction of a symmetric [n, n] matrix, of which the lower triangle is read (Golub & Van Loan, section 8.3.1). */
export function tridiagonal(symmetric: ArrayLike<number>, n: number): Tridiagonal {
  const values = Float64Array.from(symmetric);
  const [diagonal, beside] = [new Float64Array(n), new Float64Array(n)];
  const factors = reduce(values, n, diagonal, beside);
  return { diagonal, beside, vectors: reflections(values, n, factors) };
}

/**
 * Makes `a` tridiagonal: row k of its upper triangle becomes the vector u of the reflection I − f u uᵀ that cleared
 * column k. Returns the factors f, [n].
 */
function reduce(a: Float64Array, n: number, diagonal: Float64Array, beside: Float64Array): Float64Array {
  const factors = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n; k += 1) {
    diagonal[k] = a[k * n + k]!;
    const u = a.subarray(k * n, (k + 1) * n);
    for (let i = k + 1; i < n; i += 1) u[i] = a[i * n + k]!;
    if (k + 1 < n) factors[k] = reflection(u, k + 1, beside);
    if (factors[k] !== 0) reflectBoth(a, n, k, u, factors[k]!, w);
  }
  return factors;
}

/** Turns u[from …] into the vector that reflects it onto its first axis, and notes the length there; returns its factor. */
function reflection(u: Float64Array, from: number, beside: Float64Array): number {
  let [largest, squares] = [0, 0];
  for (let i = from; i < u.length; i += 1) largest = Math.max(largest, Math.abs(u[i]!));
  if (from + 1 === u.length || !(largest > 0)) {
    beside[from - 1] = u[from]!;
    return 0;
  }
  for (let i = from; i < u.length; i += 1) squares += (u[i]! /= largest) ** 2;
  const length = u[from]! > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
  beside[from - 1] = length * largest;
  const factor = squares - u[from]! * length;
  u[from]! -= length;
  return 1 / factor;
}

/** A ← (I − f u uᵀ) A (I − f u uᵀ) on the lower triangle beyond row and column k, by one update of rank two. */
function reflectBoth(a: Float64Array, n: number, k: number, u: Float64Array, factor: number, w: Float64Array): void {
  w.fill(0);
  for (let i = k + 1; i < n; i += 1) {
    const [line, own] = [i * n, u[i]!];
    let sum = 0;
    for (let j = k + 1; j < i; j += 1) {
      const value = a[line + j]!;
      sum += value * u[j]!;
      w[j]! += value * own;
    }
    w[i]! += sum + a[line + i]! * own;
  }
  let along = 0;
  for (let i = k + 1; i < n; i += 1) along += u[i]! * (w[i]! *= factor);
  for (let i = k + 1; i < n; i += 1) w[i]! -= (factor / 2) * along * u[i]!;
  for (let i = k + 1; i < n; i += 1) {
    const [line, x, y] = [i * n, u[i]!, w[i]!];
    for (let j = k + 1; j <= i; j += 1) a[line + j]! -= x * w[j]! + y * u[j]!;
  }
}

/** The product of all reflections, transposed: rows become eigenvectors. Eight rows at a time. [n, n] */
function reflections(a: Float64Array, n: number, factors: Float64Array): Float64Array {
  const q = new Float64Array(n * n);
  const { run, memory } = (reflector ??= reflectKernel());
  const numbers = new Float64Array(memory(8 * (9 * n + 1)), 0, 9 * n + 1);
  const [rows, own, factor] = [numbers.subarray(0, 8 * n), numbers.subarray(8 * n, 9 * n), numbers.subarray(9 * n)];
  for (let first = 0; first < n; first += 8) {
    const count = Math.min(8, n - first);
    rows.fill(0);
    for (let i = 0; i < count; i += 1) rows[8 * (first + i) + i] = 1;
    for (let k = Math.min(first + 6, n - 2); k >= 0; k -= 1) {
      if (factors[k] === 0) continue;
      own.set(a.subarray(k * n, (k + 1) * n));
      factor[0] = factors[k]!;
      run(64 * (k + 1), 8 * (8 * n + k + 1), n - k - 1, 8 * 9 * n);
    }
    for (let i = 0; i < count; i += 1) for (let j = 0; j < n; j += 1) q[(first + i) * n + j] = rows[8 * j + i]!;
  }
  return q;
}

let reflector: ReturnType<typeof reflectKernel> | undefined;
