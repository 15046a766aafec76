import type { AttentionShape } from '../kernels/branches';
import type { Numbers } from './expect-parity';

/** Formulas in float64 that the specifications of several kernels share. */

const mean = (row: readonly number[]): number => row.reduce((sum, number) => sum + number, 0) / row.length;

/** a · b. */
export const product = (a: Numbers, b: Numbers): Numbers =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, number, k) => sum + number * b[k]![j]!, 0)));

/** Element by element. */
export const sum = (a: Numbers, b: Numbers): Numbers => a.map((row, i) => row.map((number, j) => number + b[i]![j]!));

/** a + bias on every row. */
export const shifted = (a: Numbers, bias: Numbers): Numbers => a.map((row) => row.map((x, j) => x + bias[0]![j]!));

/** Rows of mean 0 and variance 1, scaled and shifted. */
export const normalised = (x: Numbers, scale: Numbers, bias: Numbers, epsilon = 1e-5): Numbers =>
  x.map((row) => {
    const centre = mean(row);
    const deviation = Math.sqrt(mean(row.map((number) => (number - centre) ** 2)) + epsilon);
    return row.map((number, j) => ((number - centre) / deviation) * scale[0]![j]! + bias[0]![j]!);
  });

/** Mean over rows of −log softmax(row i)[i]. */
export const diagonalCrossEntropy = (logits: Numbers): number =>
  mean(
    logits.map((row, i) => {
      const top = Math.max(...row);
      return top + Math.log(row.reduce((sum, number) => sum + Math.exp(number - top), 0)) - row[i]!;
    }),
  );

/** erf by its Taylor series up to 3 and by the continued fraction of erfc above. */
function erf(x: number): number {
  if (Math.abs(x) > 3) {
    let tail = 0;
    for (let k = 60; k > 0; k--) tail = k / 2 / (Math.abs(x) + tail);
    return Math.sign(x) * (1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / (Math.abs(x) + tail));
  }
  let term = x;
  let total = x;
  for (let n = 1; n < 60; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
}

/** x Φ(x). */
export const exactGelu = (x: number): number => (x / 2) * (1 + erf(x / Math.SQRT2));

/** softmax(q kᵀ / √(head width) + shift) v of rows that hold q, k and v side by side; shift [heads · tokens, tokens]. */
export function attended(qkv: Numbers, { batch, tokens, heads, causal }: AttentionShape, shift?: Numbers): Numbers {
  const width = qkv[0]!.length / 3;
  const size = width / heads;
  const out: Numbers = qkv.map(() => new Array<number>(width).fill(0));
  for (let b = 0; b < batch; b++)
    for (let h = 0; h < heads; h++)
      for (let i = 0; i < tokens; i++) {
        const part = (token: number, which: number): number[] =>
          qkv[b * tokens + token]!.slice(which * width + h * size, which * width + (h + 1) * size);
        const query = part(i, 0);
        const seen = Array.from({ length: causal ? i + 1 : tokens }, (_, j) => j);
        const score = (j: number) => part(j, 1).reduce((s, k, d) => s + k * query[d]!, 0) / Math.sqrt(size);
        const scores = seen.map((j) => score(j) + (shift?.[h * tokens + i]![j] ?? 0));
        const top = Math.max(...scores);
        const powers = scores.map((score) => Math.exp(score - top));
        const total = powers.reduce((s, p) => s + p, 0);
        seen.forEach((j) =>
          part(j, 2).forEach((v, d) => (out[b * tokens + i]![h * size + d]! += (powers[j]! / total) * v)),
        );
      }
  return out;
}
