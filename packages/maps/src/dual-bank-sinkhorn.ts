import {
  defineComponent,
  EmbeddingMap,
  type FitRows,
  type Matrix,
  type Modality,
  type ScoreMap,
} from '@alignclip/core';
import { eachRowOfProducts, stackRows } from '@alignclip/metrics';
import { z } from 'zod';
import { fitChoice, fitOptions } from './fit-options';
import { checkFit, checkWidth } from './rows';

const options = z.strictObject({
  variant: z
    .enum(['dual', 'single', 'inverted-softmax'])
    .default('dual')
    .describe('Sinkhorn over candidates and a bank of the same modality, over candidates only, or one softmax'),
  tau: z.number().positive().default(0.02).describe('τ of the kernel exp((sim − 1) / τ)'),
  iterations: z.int().positive().default(10).describe('Sinkhorn rounds'),
  ...fitOptions,
});
type Options = z.output<typeof options>;

/** Fitted: banks of queries and of targets. */
export class DualBankSinkhorn implements ScoreMap {
  readonly kind = 'scores';

  constructor(
    private readonly fit: FitRows,
    private readonly options: Options,
  ) {
    checkFit('dual-bank-sinkhorn', fit, 1);
  }

  /** h = −τ log u of the candidates; inverted softmax: τ log Σ_r exp(⟨c, r⟩ / τ) */
  penalties(candidates: Matrix, modality: Modality): Float64Array {
    const [queries, targets] = modality === 'image' ? [this.fit.text, this.fit.image] : [this.fit.image, this.fit.text];
    checkWidth('dual-bank-sinkhorn', candidates, queries.columns);
    const { variant, tau, iterations } = this.options;
    const rows = variant === 'dual' ? stackRows([candidates, targets]) : candidates;
    const scores = similarities(rows, queries);
    if (variant === 'inverted-softmax')
      return Float64Array.from(scores, (row) => tau * logSumExp(row.map((value) => value / tau)));
    const u = logSinkhorn(scores, tau, iterations);
    return u.subarray(0, candidates.rows).map((value) => -tau * value);
  }
}

/**
 * score(q, c) = ⟨q, c⟩ − h(c), where h balances how often candidates are found by a bank of queries: Sinkhorn over
 * candidates and a bank of targets (DBSN, Pan et al. 2025), over candidates only, or the inverted softmax (Smith et al. 2017).
 * Transductive in its Sinkhorn forms: the penalties of candidates depend on the other candidates.
 */
export const dualBankSinkhorn = defineComponent(EmbeddingMap)({
  type: 'dual-bank-sinkhorn',
  options,
  create: (options): EmbeddingMap => ({
    name: 'dual-bank-sinkhorn',
    kind: 'scores',
    ...fitChoice(options),
    isTransductive: options.variant !== 'inverted-softmax',
    fit: (rows) => new DualBankSinkhorn(rows, options),
  }),
});

function similarities(rows: Matrix, queries: Matrix): Float64Array[] {
  const all: Float64Array[] = [];
  eachRowOfProducts(rows, queries, (_, products) => all.push(products.slice()));
  return all;
}

/**
 * log u after rounds of v = (1/m) / (Kᵀu), u = (1/n) / (Kv) with K = exp((sim − 1) / τ), u from 1/n on. Where τ is so small
 * that a sum leaves the range of float64, the rounds are made with logarithms, which takes about twenty times as long.
 */
function logSinkhorn(scores: readonly Float64Array[], tau: number, iterations: number): Float64Array {
  const exponents = scores.map((row) => row.map((value) => (value - 1) / tau));
  const kernel = exponents.map((row) => row.map(Math.exp));
  return scaled(kernel, iterations)?.map(Math.log) ?? scaledByLogarithms(exponents, iterations);
}

/** u; undefined where a sum is too small to divide by. */
function scaled(kernel: readonly Float64Array[], iterations: number): Float64Array | undefined {
  const [n, m] = [kernel.length, kernel[0]!.length];
  const u = new Float64Array(n).fill(1 / n);
  const v = new Float64Array(m);
  const isSafe = (sum: number) => sum > 1e-280 && sum < 1e280;
  for (let round = 0; round < iterations; round += 1) {
    v.fill(0);
    kernel.forEach((row, i) => {
      for (let j = 0; j < m; j += 1) v[j]! += row[j]! * u[i]!;
    });
    if (!v.every(isSafe)) return undefined;
    for (let j = 0; j < m; j += 1) v[j] = 1 / m / v[j]!;
    kernel.forEach((row, i) => {
      let sum = 0;
      for (let j = 0; j < m; j += 1) sum += row[j]! * v[j]!;
      u[i] = sum;
    });
    if (!u.every(isSafe)) return undefined;
    for (let i = 0; i < n; i += 1) u[i] = 1 / n / u[i]!;
  }
  return u;
}

function scaledByLogarithms(exponents: readonly Float64Array[], iterations: number): Float64Array {
  const [n, m] = [exponents.length, exponents[0]!.length];
  const u = new Float64Array(n).fill(-Math.log(n));
  const v = new Float64Array(m);
  for (let round = 0; round < iterations; round += 1) {
    for (let j = 0; j < m; j += 1)
      v[j] = -Math.log(m) - logSumExp(Float64Array.from(exponents, (row, i) => row[j]! + u[i]!));
    for (let i = 0; i < n; i += 1) u[i] = -Math.log(n) - logSumExp(exponents[i]!.map((value, j) => value + v[j]!));
  }
  return u;
}

function logSumExp(values: Float64Array): number {
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  return most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
