import { defineComponent, EmbeddingMap, type FitRows, type Matrix, type Modality, type RowMap } from '@alignclip/core';
import { z } from 'zod';
import type { Matrix as Dense } from 'ml-matrix';
import { fitChoice, fitOptions } from './fit-options';
import { checkFit, checkWidth, denseOf, matrixOf, meanOf, shifted, unit } from './rows';

const options = z.strictObject({
  moments: z
    .enum(['trace', 'diagonal'])
    .default('trace')
    .describe(
      "what of the images' spread the texts get: one scale (ReAlign), or the deviation in each dimension (TOMCap)",
    ),
  renormalise: z
    .boolean()
    .default(true)
    .describe('whether rows get length 1 again after the diagonal form; the trace form always does'),
  ...fitOptions,
});
type Options = z.output<typeof options>;

/** Fitted: moments of both modalities; texts move, images stay. */
export class ReAlign implements RowMap {
  readonly kind = 'rows';
  readonly imageMean: Float64Array;
  readonly textMean: Float64Array;
  /** Mean squared distance to the mean. */
  readonly imageTrace: number;
  readonly textTrace: number;
  /** By dimension, divided by N. */
  readonly imageDeviation: Float64Array;
  readonly textDeviation: Float64Array;
  /** Mean of the moved and renormalised fit texts; trace form only. */
  readonly secondMean: Float64Array;

  constructor(
    fit: FitRows,
    private readonly options: Options,
  ) {
    checkFit('re-align', fit);
    const [v, t] = [denseOf(fit.image), denseOf(fit.text)];
    this.imageMean = meanOf(v);
    this.textMean = meanOf(t);
    this.imageDeviation = deviations(v, this.imageMean);
    this.textDeviation = deviations(t, this.textMean);
    this.imageTrace = squares(this.imageDeviation);
    this.textTrace = squares(this.textDeviation);
    this.secondMean = meanOf(this.afterTrace(fit.text));
  }

  /** √(tr_v / (tr_t + 1e-10)) */
  get scale(): number {
    return Math.sqrt(this.imageTrace / (this.textTrace + 1e-10));
  }

  apply(rows: Matrix, modality: Modality): Matrix {
    checkWidth('re-align', rows, this.imageMean.length);
    if (modality === 'image') return rows;
    if (this.options.moments === 'diagonal') return this.diagonal(rows);
    const moved = this.afterTrace(rows);
    return matrixOf(unit(shifted(shifted(moved, this.secondMean), this.imageMean, 1), 're-align'));
  }

  /** norm((t − μ_t) s + μ_v): texts before the second mean is taken off. */
  afterTrace(text: Matrix): Dense {
    const scaled = shifted(denseOf(text), this.textMean).mul(this.scale);
    return unit(shifted(scaled, this.imageMean, 1), 're-align');
  }

  private diagonal(text: Matrix): Matrix {
    const factors = this.imageDeviation.map((deviation, k) => deviation / (this.textDeviation[k]! || 1));
    const scaled = shifted(denseOf(text), this.textMean).mulRowVector([...factors]);
    const moved = shifted(scaled, this.imageMean, 1);
    return matrixOf(this.options.renormalise ? unit(moved, 're-align') : moved);
  }
}

/**
 * Gives texts the images' first and second moment. Trace: y = norm((t − μ_t) √(tr_v / tr_t) + μ_v), then
 * norm(y − mean y + μ_v) (ReAlign, Yu et al. 2026, embed_ReAlign.py). Diagonal: (t − μ_t) σ_v / σ_t + μ_v in each dimension
 * (TOMCap 2025).
 */
export const reAlign = defineComponent(EmbeddingMap)({
  type: 're-align',
  options,
  create: (options): EmbeddingMap => ({
    name: 're-align',
    kind: 'rows',
    ...fitChoice(options),
    leavesLengths: options.moments === 'diagonal' && !options.renormalise,
    fit: (rows) => new ReAlign(rows, options),
  }),
});

function deviations(rows: Dense, mean: Float64Array): Float64Array {
  const sums = new Float64Array(mean.length);
  for (let i = 0; i < rows.rows; i += 1)
    for (let k = 0; k < mean.length; k += 1) sums[k]! += (rows.get(i, k) - mean[k]!) ** 2;
  return sums.map((sum) => Math.sqrt(sum / rows.rows));
}

const squares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);
