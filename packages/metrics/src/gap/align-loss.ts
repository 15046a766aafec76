import { defineGapMetric } from './define-gap-metric';
import { squaredPairDistances } from './squared-pair-distances';
import { weightedMean } from './weighted';

/** mean_i ‖v_i − t_i‖², in [0, 4] (Wang & Isola 2020, align_loss with α = 2). */
export const alignLoss = defineGapMetric('align-loss', (image, text) => {
  const distances = squaredPairDistances(image, text);
  return (weights) => weightedMean(distances, weights);
});
