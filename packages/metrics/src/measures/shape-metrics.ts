import { Matrix as Dense } from 'ml-matrix';
import { defineGapMetric, type ResampledGapMetric } from '../gap/define-gap-metric';
import { covarianceShape, overlapDimension } from './covariance-shape';
import { combined, firstOrder, quadraticForms } from './first-order';
import { frechetDistance, wassersteinUniformity } from './frechet';
import { frechetInfluence, wassersteinInfluence } from './frechet-influence';
import { momentsOf } from './moments';

const covarianceGap = defineGapMetric(
  'covariance-gap',
  (image, text) => {
    const value = covarianceShape(image, text).covarianceGap;
    const [v, t] = [momentsOf(image), momentsOf(text)];
    const difference = Dense.sub(v.covariance, t.covariance);
    const [length, norm] = [difference.norm('frobenius'), v.covariance.norm('frobenius')];
    if (!(length > 0)) return firstOrder(value, new Float64Array(image.rows));
    return firstOrder(
      value,
      combined(
        [1 / (length * norm), quadraticForms(image, v, difference)],
        [-1 / (length * norm), quadraticForms(text, t, difference)],
        [-value / norm ** 2, quadraticForms(image, v, v.covariance)],
      ),
    );
  },
  {
    undefinedWhere: 'all images are one point',
    meaning: 'difference of the covariances, relative to the images',
    isFirstOrder: true,
  },
);

const spectrumCorrelation = defineGapMetric(
  'log-spectrum-correlation',
  (image, text) => () => covarianceShape(image, text).logSpectrumCorrelation,
  {
    hasInterval: false,
    undefinedWhere: 'a modality has no variance in some direction, or embeddings have one dimension',
    meaning: 'correlation of the logarithms of the spectra; 1: one shape',
    isFirstOrder: true,
  },
);

const subspaceOverlap = defineGapMetric(
  'subspace-overlap',
  (image, text) => () => covarianceShape(image, text).subspaceOverlap,
  {
    hasInterval: false,
    undefinedWhere: 'a modality has variance in less than a tenth of the directions',
    meaning: 'overlap of the tenth of directions with most variance; chance: .1',
    isFirstOrder: true,
  },
);

const overlap = defineGapMetric(
  'overlap-dimension',
  (image, text) => () => overlapDimension(image, text).overlapDimension,
  { hasInterval: false, meaning: 'number of dimensions that both modalities use', isFirstOrder: true },
);

const frechet = defineGapMetric(
  'frechet-distance',
  (image, text) => firstOrder(frechetDistance(image, text), frechetInfluence(image, text)),
  { meaning: 'squared distance of the distributions by mean and covariance', isFirstOrder: true },
);

const wasserstein = defineGapMetric(
  'w2-uniformity',
  (image, text) => firstOrder(wassersteinUniformity(image, text), wassersteinInfluence(image, text)),
  { meaning: 'uniformity of images and texts together by their moments; 0: uniform', isFirstOrder: true },
);

/** Measures of how the two clouds are shaped; time grows with the number of pairs. */
export const shapeMetrics: readonly ResampledGapMetric[] = [
  covarianceGap,
  spectrumCorrelation,
  subspaceOverlap,
  overlap,
  frechet,
  wasserstein,
];
