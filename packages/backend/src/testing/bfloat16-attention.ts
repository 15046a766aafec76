import type { AttentionShape } from '../kernels/branches';
import { rounded } from './bfloat16-forms';
import type { Numbers } from './expect-parity';

/** A matrix with what float32 sums, and numbers near a tie that they may turn over, can change of each number. */
export interface Bounded {
  readonly values: Numbers;
  readonly errors: Numbers;
}

const zeros = (rows: number, columns: number): Numbers =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0));

/** How far apart the rounded values of numbers lie that are at most `error` away from x. */
const turned = (x: number, error: number): number => Math.abs(rounded(x + error) - rounded(x - error));

/** Relative error of a float32 sum, and of the numbers that are rounded. */
const [ofSum, ofOperand] = [1e-6, 4e-6];

/** out[i, ·] += Σ_j low(a_ij) b[j, ·], where a_ij, which is rounded, is known up to `error`. */
function addRow(out: Bounded, i: number, a: number, error: number, b: readonly number[], from: number): void {
  const [factor, change] = [rounded(a), turned(a, error)];
  b.forEach((number, d) => {
    out.values[i]![from + d]! += factor * number;
    out.errors[i]![from + d]! += ofSum * Math.abs(factor * number) + change * Math.abs(number);
  });
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const size = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, x, i) => sum + Math.abs(x * b[i]!), 0);

/**
 * softmax(q kᵀ / √(head width)) v of rows that hold q, k and v side by side, and the gradient of these rows for `outer`, in
 * float64 with the operands of all five products rounded to bfloat16.
 */
export function attendedInBfloat16(qkv: Numbers, outer: Numbers, shape: AttentionShape) {
  const { batch, tokens, heads, causal } = shape;
  const width = qkv[0]!.length / 3;
  const d = width / heads;
  const out: Bounded = { values: zeros(qkv.length, width), errors: zeros(qkv.length, width) };
  const gradient: Bounded = { values: zeros(qkv.length, 3 * width), errors: zeros(qkv.length, 3 * width) };
  for (let b = 0; b < batch; b++)
    for (let h = 0; h < heads; h++) {
      const row = (t: number) => b * tokens + t;
      const part = (t: number, which: number) =>
        qkv[row(t)]!.slice(which * width + h * d, which * width + (h + 1) * d).map(rounded);
      const all = [0, 1, 2].map((which) => Array.from({ length: tokens }, (_, t) => part(t, which)));
      const [query, key, value] = all as [Numbers, Numbers, Numbers];
      for (let i = 0; i < tokens; i++) {
        const seen = Array.from({ length: causal ? i + 1 : tokens }, (_, j) => j);
        const scores = seen.map((j) => dot(query[i]!, key[j]!) / Math.sqrt(d));
        const top = Math.max(...scores);
        const powers = scores.map((score) => Math.exp(score - top));
        const total = powers.reduce((sum, power) => sum + power, 0);
        const p = powers.map((power) => power / total);
        const spread = 1 + Math.max(...seen.map((j) => size(query[i]!, key[j]!) / Math.sqrt(d)));
        const given = outer[row(i)]!.slice(h * d, (h + 1) * d).map(rounded);
        const dp = seen.map((j) => dot(given, value[j]!));
        const [mean, largest] = [dot(p, dp), Math.max(...dp.map(Math.abs))];
        for (const j of seen) {
          const error = ofOperand * spread * p[j]!;
          const ds = (p[j]! * (dp[j]! - mean)) / Math.sqrt(d);
          const dsError = (2 * error * largest) / Math.sqrt(d) + ofOperand * p[j]! * size(given, value[j]!);
          addRow(out, row(i), p[j]!, error, value[j]!, h * d);
          addRow(gradient, row(i), ds, dsError, key[j]!, h * d);
          addRow(gradient, row(j), ds, dsError, query[i]!, width + h * d);
          addRow(gradient, row(j), p[j]!, error, given, 2 * width + h * d);
        }
      }
    }
  return { out, gradient };
}
