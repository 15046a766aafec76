import { type Interval, type Matrix, UserError } from '@alignclip/core';
import { checkPairs, checkSameWidth } from '../matrix/check-matrix';
import { evenlySpaced, strideRows, takeRows, unitRows } from '../matrix/rows';
import type { BootstrapOptions } from '../statistics/bootstrap';
import { type CosineHistogram, cosineHistogram, evenEdges, pairCosines } from './pairs';
import type { ResampledGapMetric } from './define-gap-metric';
import { gapMetrics } from './gap-metrics';
import { type Captioned, measureAll } from './measure-all';

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

/** How the gap of the same pairs changes, by metric name, where it is defined on both sides. */
export interface GapChange {
  readonly before: GapReport;
  readonly after: GapReport;
  readonly change: Pick<GapReport, 'scores' | 'intervals'>;
}

/** Images [N, d] and their captions [k·N, d]. */
type Pairs = readonly [image: Matrix, text: Matrix];

/**
 * Every gap metric with its interval. Row i of image and text is a pair; with k captions per image rows k·i … of the
 * texts belong to image i: centroid distance, RMG and intra-cosine-text are then over all captions, the others the mean
 * over the k sets of captions (caption c of every image). Rows are scaled to length 1 first.
 * Throws UserError on row counts or widths that don't match, fewer than two pairs, and rows that are zero or not finite.
 */
export const gapReport = (image: Matrix, text: Matrix, options: GapReportOptions = {}): GapReport =>
  reportsOf([[image, text]], options).reports[0]!;

/**
 * The reports of the same images and captions before and after something was done to them, maybe to another width, and
 * after − before with its interval: both are computed on each bootstrap sample. Throws UserError as `gapReport` does, and
 * where the numbers of images differ.
 */
export function gapChange(before: Pairs, after: Pairs, options: GapReportOptions = {}): GapChange {
  if (before[0].rows !== after[0].rows)
    throw new UserError(`a change is of the same images: ${before[0].rows} before, ${after[0].rows} after`);
  const { reports, change } = reportsOf([before, after], options);
  return { before: reports[0]!, after: reports[1]!, change };
}

function reportsOf(states: readonly Pairs[], options: GapReportOptions) {
  const { metrics = gapMetrics, mostPairwise = 1000, captionsPerImage = 1, ...bootstrap } = options;
  const all = states.map(([image, text]) => captioned(image, text, captionsPerImage));
  const images = all[0]!.image.rows;
  const chosen = evenlySpaced(images, mostPairwise);
  const few = ({ image, texts }: Captioned): Captioned => ({
    image: takeRows(image, chosen),
    texts: texts.map((own) => takeRows(own, chosen)),
  });
  const [onAll, onFew] = [metrics.filter(({ pairwise }) => !pairwise), metrics.filter(({ pairwise }) => pairwise)];
  const parts =
    chosen.length === images
      ? [measureAll(metrics, all, bootstrap)]
      : [measureAll(onAll, all, bootstrap), measureAll(onFew, all.map(few), bootstrap)];
  const inOrder = <T>(found: readonly Readonly<Record<string, T>>[]): Record<string, T> => {
    const values = Object.assign({}, ...found) as Record<string, T>;
    return Object.fromEntries(metrics.flatMap(({ name }) => (name in values ? [[name, values[name] as T]] : [])));
  };
  const reports = all.map((state, at): GapReport => {
    const own = parts.map(({ reports }) => reports[at]!);
    return {
      ...factsOf(state, captionsPerImage),
      pairwisePairs: chosen.length,
      scores: inOrder(own.map(({ scores }) => scores)),
      undefinedScores: inOrder(own.map(({ undefinedScores }) => undefinedScores)),
      intervals: inOrder(own.map(({ intervals }) => intervals)),
    };
  });
  const changes = parts.map(({ change }) => change);
  const scores = inOrder(changes.map((own) => own.scores));
  return { reports, change: { scores, intervals: inOrder(changes.map((own) => own.intervals)) } };
}

function factsOf({ image, texts }: Captioned, captionsPerImage: number) {
  const rounded = texts.flatMap((own) => [...pairCosines(image, own)]);
  const cosines = rounded.map((cosine) => Math.max(-1, Math.min(1, cosine))); // those of equal rows may be 1 + 1e-7
  const histogram = cosineHistogram(cosines, evenEdges(200));
  return { pairs: cosines.length, captionsPerImage, width: image.columns, cosines: histogram };
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
