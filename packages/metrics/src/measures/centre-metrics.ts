import type { Matrix } from '@alignclip/core';
import { defineGapMetric, type ResampledGapMetric } from '../gap/define-gap-metric';
import { oncePerPair } from '../gap/weighted';
import { euclideanNorm } from '../matrix/inner-products';
import { combined, firstOrder, linearForms, quadraticForms, squaredRadii } from './first-order';
import { centreGeometry, pairGeometry, residualMoments } from './geometry';
import { covarianceSpectrum, momentsOf } from './moments';

const centreAngle = defineGapMetric(
  'centre-angle',
  (image, text) => {
    const { centreAngle: angle, centreCosine: cosine } = centreGeometry(image, text);
    const sides = [image, text].map((matrix) => ({ matrix, moments: momentsOf(matrix) }));
    const [u, w] = sides.map(({ moments: { mean } }) => mean.map((value) => value / euclideanNorm(mean)));
    const toward = (side: number, own: Float64Array, other: Float64Array) => {
      const { matrix, moments } = sides[side]!;
      const slope = -1 / (Math.sqrt(Math.max(1e-12, 1 - cosine ** 2)) * euclideanNorm(moments.mean));
      const direction = other.map((value, k) => slope * (value - cosine * own[k]!));
      return linearForms(matrix, moments, direction);
    };
    return firstOrder(degrees(angle), combined([degrees(1), toward(0, u!, w!)], [degrees(1), toward(1, w!, u!)]));
  },
  {
    undefinedWhere: 'the mean of a modality is zero',
    meaning: 'angle between mean image and mean text, in degrees',
    isFirstOrder: true,
  },
);

const relGap = defineGapMetric(
  'rel-gap',
  (image, text) => {
    const { relGap: value, centroidDistance } = centreGeometry(image, text);
    const [v, t] = [momentsOf(image), momentsOf(text)];
    if (!(centroidDistance > 0)) return firstOrder(value, new Float64Array(image.rows));
    const spread = centroidDistance / value;
    const direction = v.mean.map((mean, k) => (mean - t.mean[k]!) / centroidDistance);
    const across = combined([1, linearForms(image, v, direction)], [-1, linearForms(text, t, direction)]);
    const within = combined([1, squaredRadii(image, v)], [1, squaredRadii(text, t)]);
    return firstOrder(value, combined([1 / spread, across], [-centroidDistance / spread ** 3, within]));
  },
  {
    undefinedWhere: 'each modality is one point',
    meaning: 'centroid distance relative to the spread; the same at every scale',
    isFirstOrder: true,
  },
);

const residualShare = defineGapMetric(
  'residual-share',
  (image, text) => {
    const { residualShare: value, residualSquared, pairSquared } = pairGeometry(image, text);
    const difference = differences(image, text);
    const moments = residualMoments(image, text);
    const zero = { ...moments, mean: new Float64Array(image.columns) };
    return firstOrder(
      value,
      combined(
        [1 / pairSquared, squaredRadii(difference, moments)],
        [-residualSquared / pairSquared ** 2, squaredRadii(difference, zero)],
      ),
    );
  },
  {
    undefinedWhere: 'every image equals its text',
    meaning: "share of the pairs' squared distance that the means don't explain",
    isFirstOrder: true,
  },
);

const residualAnisotropy = defineGapMetric(
  'residual-anisotropy',
  (image, text) => {
    const { residualAnisotropy: value, residualSquared } = pairGeometry(image, text);
    const difference = differences(image, text);
    const moments = residualMoments(image, text);
    const leading = Float64Array.from(covarianceSpectrum(moments.covariance).vectors.getColumn(0));
    const along = linearForms(difference, moments, leading).map((one) => one * one);
    return firstOrder(
      value,
      combined([image.columns / residualSquared, along], [-value / residualSquared, squaredRadii(difference, moments)]),
    );
  },
  {
    undefinedWhere: 'every residual is zero',
    meaning: 'largest over mean variance of the residuals; 1: no direction',
    isFirstOrder: true,
  },
);

const residualDimension = defineGapMetric(
  'residual-effective-dimension',
  (image, text) => {
    const { residualEffectiveDimension: value, residualSquared } = pairGeometry(image, text);
    const difference = differences(image, text);
    const moments = residualMoments(image, text);
    const squares = residualSquared ** 2 / value;
    return firstOrder(
      value,
      combined(
        [(2 * residualSquared) / squares, squaredRadii(difference, moments)],
        [(-2 * value) / squares, quadraticForms(difference, moments, moments.covariance)],
      ),
    );
  },
  {
    undefinedWhere: 'every residual is zero',
    meaning: 'number of dimensions that the residuals use',
    isFirstOrder: true,
  },
);

/** Measures of where the two clouds lie, and what is left of the pairs' distance beside that. */
export const centreMetrics: readonly ResampledGapMetric[] = [
  centreAngle,
  relGap,
  residualShare,
  residualAnisotropy,
  residualDimension,
];

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** v − t, once for the metrics that share it. */
const differences = oncePerPair((image: Matrix, text: Matrix): Matrix => ({
  ...image,
  values: image.values.map((value, at) => value - text.values[at]!),
}));
