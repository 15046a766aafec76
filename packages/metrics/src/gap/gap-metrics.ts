import { alignLoss } from './align-loss';
import { alignmentScore } from './alignment-score';
import { centroidDistance } from './centroid-distance';
import { crossUniformity } from './cross-uniformity';
import { effectiveRankImage, effectiveRankText } from './effective-rank';
import type { ResampledGapMetric } from './define-gap-metric';
import { intraCosineImage, intraCosineText } from './intra-cosine';
import { linearSeparability } from './linear-separability';
import { pairAngle } from './pair-angle';
import { pairDistance } from './pair-distance';
import { rmg } from './rmg';
import { rsa } from './rsa';
import { uniformityImage, uniformityText } from './uniformity';
import { uniformityUnion } from './uniformity-union';

/** Every gap metric, in the order of reports. No single one of them describes the gap. */
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
