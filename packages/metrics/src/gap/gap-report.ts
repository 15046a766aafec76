import { type Interval, type Matrix, UserError } from '@alignclip/core';
import { checkPairs, checkSameWidth } from '../matrix/check-matrix';
import { evenlySpaced, strideRows, takeRows, unitRows } from '../matrix/rows';
import { bootstrapIntervals, type BootstrapOptions } from '../statistics/bootstrap';
import { type CosineHistogram, cosineHistogram, evenEdges, pairCosines } from './pairs';
import type { ResampledGapMetric } from './define-gap-metric';
import { gapMetrics } from './gap-metrics';

export interface GapReportOptions extends BootstrapOptions {
  readonly metrics?: readonly ResampledGapMetric[];
  /** Metrics that compare all pairs of examples use at most this many images, evenly spaced; default 1,000. */
  readonly mostPairwise?: number;
  /** k: rows k·i … k·i + k − 1 of `text` are the captions of image i. Default 1. */
  readonly captionsPerImage?: number;
}

export interface GapReport {
  /** Pairs of an image and a caption. */
  readonly pairs: number;
  readonly captionsPerImage: number;
  /** Images that the pairwise metrics used. */
  readonly pairwisePairs: number;
  readonly width: number;
  /** By metric name; those that are undefined are left out. */
  readonly scores: Readonly<Record<string, number>>;
  /** Why a metric has no value, by its name. */
  readonly undefinedScores: Readonly<Record<string, string>>;
  /** 95 % intervals by bootstrap over images with their captions; none with `resamples: 0` or fewer than 4 pairs. */
  readonly intervals: Readonly<Record<string, Interval>>;
  readonly cosines: CosineHistogram;
}

interface Captioned {
  readonly image: Matrix; // [N, d]
  readonly texts: readonly Matrix[]; // k matrices [N, d]
}

/**
 * Every gap metric with its interval. Row i of image and text is a pair; with k captions per image rows k·i … of the
 * texts belong to image i: centroid distance, RMG and intra-cosine-text are then over all captions, the others the mean
 * over the k sets of captions (caption c of every image). Rows are scaled to length 1 first.
 * Throws UserError on row counts or widths that don't match, fewer than two pairs, and rows that are zero or not finite.
 */
export function gapReport(image: Matrix, text: Matrix, options: GapReportOptions = {}): GapReport {
  const { metrics = gapMetrics, mostPairwise = 1000, captionsPerImage = 1, ...bootstrap } = options;
  const all = captioned(image, text, captionsPerImage);
  const chosen = evenlySpaced(image.rows, mostPairwise);
  const parts =
    chosen.length === image.rows
      ? [measureAll(metrics, all, bootstrap)]
      : [
          measureAll(
            metrics.filter(({ pairwise }) => !pairwise),
            all,
            bootstrap,
          ),
          measureAll(
            metrics.filter(({ pairwise }) => pairwise),
            { image: takeRows(all.image, chosen), texts: all.texts.map((own) => takeRows(own, chosen)) },
            bootstrap,
          ),
        ];
  const inOrder = <T>(key: 'scores' | 'undefinedScores' | 'intervals'): Record<string, T> => {
    const values = Object.assign({}, ...parts.map((part) => part[key])) as Record<string, T>;
    return Object.fromEntries(metrics.flatMap(({ name }) => (name in values ? [[name, values[name] as T]] : [])));
  };
  const rounded = all.texts.flatMap((own) => [...pairCosines(all.image, own)]);
  const cosines = rounded.map((cosine) => Math.max(-1, Math.min(1, cosine))); // those of equal rows may be 1 + 1e-7
  return {
    pairs: cosines.length,
    captionsPerImage,
    pairwisePairs: chosen.length,
    width: image.columns,
    scores: inOrder('scores'),
    undefinedScores: inOrder('undefinedScores'),
    intervals: inOrder('intervals'),
    cosines: cosineHistogram(cosines, evenEdges(200)),
  };
}

function captioned(image: Matrix, text: Matrix, perImage: number): Captioned {
  if (!(Number.isInteger(perImage) && perImage >= 1)) {
    throw new UserError(`captions per image = ${perImage}: must be a whole number from 1`);
  }
  if (perImage > 1 && text.rows !== perImage * image.rows) {
    throw new UserError(
      `${image.rows} images with ${perImage} captions each need ${perImage * image.rows} text rows, got ${text.rows}`,
    );
  }
  checkSameWidth(image, text);
  const [images, texts] = [unitRows(image, 'image embeddings'), unitRows(text, 'text embeddings')];
  const sets = Array.from({ length: perImage }, (_, c) => (perImage === 1 ? texts : strideRows(texts, c, perImage)));
  checkPairs(images, sets[0]!);
  return { image: images, texts: sets };
}

/** Where samples to first order agree but for rounding, they say nothing about the spread. */
const isKnown = ({ isFirstOrder }: ResampledGapMetric, interval: Interval | undefined): interval is Interval =>
  interval !== undefined && !(isFirstOrder && interval[1] - interval[0] < 1e-9 * Math.max(1, Math.abs(interval[0])));

/** Fewer pairs give no interval: one pair of examples, or one to test a classifier on, shows no spread. */
const fewestPairs = 4;

function measureAll(
  metrics: readonly ResampledGapMetric[],
  { image, texts }: Captioned,
  bootstrap: BootstrapOptions,
): Pick<GapReport, 'scores' | 'undefinedScores' | 'intervals'> {
  const prepare = ({ prepareCaptions }: ResampledGapMetric) => prepareCaptions(image, texts);
  const early = new Map(metrics.filter((one) => one.isPreparedFirst).map((one) => [one, prepare(one)]));
  const prepared = metrics.map((one) => [one.name, early.get(one) ?? prepare(one)] as const);
  const valuesOf =
    (some: typeof prepared) =>
    (weights: Float64Array): Record<string, number> =>
      Object.fromEntries(some.map(([name, value]) => [name, value(weights)]));
  const all = valuesOf(prepared)(new Float64Array(image.rows).fill(1));
  const defined = metrics.filter(({ name }) => Number.isFinite(all[name]));
  const none = metrics.filter((metric) => !defined.includes(metric));
  const resampled = prepared.filter((_, at) => metrics[at]!.hasInterval);
  const intervals = image.rows < fewestPairs ? {} : bootstrapIntervals(image.rows, valuesOf(resampled), bootstrap);
  return {
    scores: Object.fromEntries(defined.map(({ name }) => [name, all[name]!])),
    undefinedScores: Object.fromEntries(none.map(({ name, undefinedWhere }) => [name, undefinedWhere])),
    intervals: Object.fromEntries(
      defined.flatMap((metric) => {
        const interval = intervals[metric.name];
        return isKnown(metric, interval) ? [[metric.name, interval] as const] : [];
      }),
    ),
  };
}
