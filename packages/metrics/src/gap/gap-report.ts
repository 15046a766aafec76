import type { Interval, Matrix } from '@alignclip/core';
import { checkPairs } from '../matrix/check-matrix';
import { evenlySpaced, takeRows } from '../matrix/rows';
import { unitRows } from '../matrix/unit-rows';
import { bootstrapIntervals, type BootstrapOptions } from '../statistics/bootstrap';
import { type CosineHistogram, cosineHistogram } from './cosine-histogram';
import type { ResampledGapMetric } from './define-gap-metric';
import { gapMetrics } from './gap-metrics';
import { pairCosines } from './pair-cosines';

export interface GapReportOptions extends BootstrapOptions {
  readonly metrics?: readonly ResampledGapMetric[];
  /** Metrics that compare all pairs of examples see at most this many, evenly spaced ones; default 1,000. */
  readonly mostPairwise?: number;
}

export interface GapReport {
  readonly pairs: number;
  /** Pairs that the pairwise metrics saw. */
  readonly pairwisePairs: number;
  readonly width: number;
  /** By metric name. */
  readonly scores: Readonly<Record<string, number>>;
  /** 95 %, bootstrap over pairs; empty with `resamples: 0`. */
  readonly intervals: Readonly<Record<string, Interval>>;
  readonly cosines: CosineHistogram;
}

/**
 * Every gap metric with its interval. Row i of both is a pair; rows are scaled to length 1 first.
 * Throws UserError on different shapes, fewer than two pairs, and rows that are zero or not finite.
 */
export function gapReport(image: Matrix, text: Matrix, options: GapReportOptions = {}): GapReport {
  const { metrics = gapMetrics, mostPairwise = 1000, ...bootstrap } = options;
  checkPairs(image, text);
  const all = { image: unitRows(image, 'image embeddings'), text: unitRows(text, 'text embeddings') };
  const chosen = evenlySpaced(image.rows, mostPairwise);
  const few = { image: takeRows(all.image, chosen), text: takeRows(all.text, chosen) };
  const linear = measureAll(
    metrics.filter(({ pairwise }) => !pairwise),
    all.image,
    all.text,
    bootstrap,
  );
  const pairwise = measureAll(
    metrics.filter((metric) => metric.pairwise),
    few.image,
    few.text,
    bootstrap,
  );
  const inOrder = <T>(values: Record<string, T>): Record<string, T> =>
    Object.fromEntries(metrics.flatMap(({ name }) => (name in values ? [[name, values[name] as T]] : [])));
  return {
    pairs: image.rows,
    pairwisePairs: chosen.length,
    width: image.columns,
    scores: inOrder({ ...linear.scores, ...pairwise.scores }),
    intervals: inOrder({ ...linear.intervals, ...pairwise.intervals }),
    cosines: cosineHistogram(pairCosines(all.image, all.text)),
  };
}

function measureAll(
  metrics: readonly ResampledGapMetric[],
  image: Matrix,
  text: Matrix,
  bootstrap: BootstrapOptions,
): Pick<GapReport, 'scores' | 'intervals'> {
  const prepared = metrics.map(({ name, prepare }) => [name, prepare(image, text)] as const);
  const valuesOf = (weights: Float64Array): Record<string, number> =>
    Object.fromEntries(prepared.map(([name, value]) => [name, value(weights)]));
  const scores = valuesOf(new Float64Array(image.rows).fill(1));
  const wanted = prepared.length > 0 && bootstrap.resamples !== 0;
  return { scores, intervals: wanted ? bootstrapIntervals(image.rows, valuesOf, bootstrap) : {} };
}
