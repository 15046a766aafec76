import { alignLoss, alignmentScore, pairAngle, pairDistance } from './pairs';
import { centroidDistance } from './centroid-distance';
import { crossUniformity, uniformityImage, uniformityText, uniformityUnion } from './uniformity';
import { effectiveRankImage, effectiveRankText } from './effective-rank';
import type { ResampledGapMetric } from './define-gap-metric';
import { intraCosineImage, intraCosineText, rmg } from './rmg';
import { linearSeparability } from './linear-separability';
import { rsa } from './rsa';
import { centreMetrics } from '../measures/centre-metrics';
import { neighbourMetrics } from '../measures/neighbour-metrics';
import { shapeMetrics } from '../measures/shape-metrics';

/** The usual gap metrics, in the order of reports. No single one of them describes the gap. */
export const gapMetrics: readonly ResampledGapMetric[] = [
  alignmentScore,
  pairAngle,
  centroidDistance,
  pairDistance,
  alignLoss,
  rmg,
  intraCosineImage,
  intraCosineText,
  uniformityImage,
  uniformityText,
  uniformityUnion,
  crossUniformity,
  linearSeparability,
  effectiveRankImage,
  effectiveRankText,
  rsa,
];

/** The usual ones and those of geometry, spectrum, kernels and neighbours. */
export const allGapMetrics: readonly ResampledGapMetric[] = [
  ...gapMetrics,
  ...centreMetrics,
  ...shapeMetrics,
  ...neighbourMetrics,
];
