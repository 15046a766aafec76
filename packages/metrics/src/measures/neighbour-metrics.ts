import type { Matrix } from '@alignclip/core';
import { defineGapMetric, type ResampledGapMetric } from '../gap/define-gap-metric';
import { oncePerPair, weightedMean, weightedPairMean, type Weights } from '../gap/weighted';
import { firstOrder } from './first-order';
import { heterogeneityRows } from './heterogeneity';
import { hubnessOf } from './hubness';
import { kernelRows } from './divergences';
import { conformities, relativeAlignmentRows } from './pair-measures';
import { silhouettes } from './silhouette';
import { resampledCka } from './cka';
import { cknna as cknnaOf } from './cknna';
import { counts } from './neighbours';
import { pairSweep } from './pair-sweep';
import { mutualNeighbours } from './structural-agreement';

const ofNearest = { pairwise: true, isOfNearest: true } as const;

/** The mean of one number for each pair; the rows that it is compared with stay. */
const meanOf = (values: ArrayLike<number>) => (weights: Weights) => weightedMean(values, weights);

const silhouette = defineGapMetric(
  'modality-silhouette',
  (image, text) => {
    const values = silhouettes(image, text);
    return meanOf(Float64Array.from({ length: image.rows }, (_, i) => (values[i]! + values[image.rows + i]!) / 2));
  },
  {
    pairwise: true,
    undefinedWhere: 'all images and texts are one point',
    meaning: 'silhouette of the modalities as clusters; 0: mixed, 1: apart',
  },
);

const mmd = defineGapMetric(
  'mmd',
  (image, text) => {
    const { ofImages, ofTexts, across } = kernelRows(image, text);
    return (weights) =>
      weightedPairMean(ofImages, weights) + weightedPairMean(ofTexts, weights) - 2 * weightedPairMean(across, weights);
  },
  { pairwise: true, meaning: 'squared maximum mean discrepancy, unbiased, Gaussian kernel σ .5', isFirstOrder: true },
);

const cauchySchwarz = defineGapMetric(
  'cauchy-schwarz-divergence',
  (image, text) => {
    const { cauchySchwarz: value, influence } = kernelRows(image, text);
    return firstOrder(value, influence);
  },
  { pairwise: true, meaning: 'divergence of the distributions, Gaussian kernel σ .5; 0: equal', isFirstOrder: true },
);

const neighbourRatio = (name: string, side: 'image' | 'text', meaning: string): ResampledGapMetric =>
  defineGapMetric(
    name,
    (image, text) => {
      const own = heterogeneityOnce(image, text).isOwn[side];
      return (weights) => {
        const share = weightedMean(own, weights);
        return share < 1 ? share / (1 - share) : NaN;
      };
    },
    { ...ofNearest, undefinedWhere: `no ${side} is nearest to the other modality: infinite`, meaning },
  );

const meetingRank = (name: string, side: 'image' | 'text', meaning: string): ResampledGapMetric =>
  defineGapMetric(name, (image, text) => meanOf(heterogeneityOnce(image, text).ranks[side]), { ...ofNearest, meaning });

const heterogeneityOnce = oncePerPair(heterogeneityRows);

const relativeAlignment = defineGapMetric(
  'relative-alignment',
  (image, text) => meanOf(relativeAlignmentRows(image, text).differences),
  {
    ...ofNearest,
    meaning: "pairs' squared distance less that of the nearest wrong text; below 0: nearer",
  },
);

const conformity = (name: string, meaning: string, of: (image: Matrix, text: Matrix) => Matrix): ResampledGapMetric =>
  defineGapMetric(name, (image, text) => meanOf(conformities(of(image, text))), {
    undefinedWhere: 'the mean of the modality is zero',
    meaning,
  });

const cka = defineGapMetric('linear-cka', resampledCka, {
  undefinedWhere: 'a modality is one point',
  meaning: 'agreement of the similarities within the two modalities; 1: equal structure',
  isFirstOrder: true,
});

const cknna = defineGapMetric(
  'cknna',
  (image, text) => {
    const { images, texts } = pairSweep(image, text);
    return () => (image.rows > 3 ? cknnaOf(image, text, images.nearest, texts.nearest) : NaN);
  },
  {
    ...ofNearest,
    hasInterval: false,
    undefinedWhere: 'fewer than four pairs, or no common structure',
    meaning: 'the same among common nearest neighbours (10)',
  },
);

const mutualOnce = oncePerPair((image: Matrix, text: Matrix) => {
  const { images, texts } = pairSweep(image, text);
  return mutualNeighbours(images.nearest, texts.nearest);
});

const mutualKnn = defineGapMetric('mutual-knn', (image, text) => meanOf(mutualOnce(image, text).common), {
  ...ofNearest,
  meaning: 'share of the 10 nearest neighbours that both modalities have',
});

const cycleKnn = defineGapMetric('cycle-knn', (image, text) => meanOf(mutualOnce(image, text).returns), {
  ...ofNearest,
  meaning: 'share of pairs found among the image neighbours of their text neighbours',
});

const foundOnce = oncePerPair((image: Matrix, text: Matrix) => {
  const { imageToText, textToImage } = pairSweep(image, text);
  return {
    image: hubnessOf(counts(textToImage.nearest, image.rows)),
    text: hubnessOf(counts(imageToText.nearest, text.rows)),
  };
});

const hubs = (name: string, side: 'image' | 'text', what: 'skewness' | 'antihubs', meaning: string) =>
  defineGapMetric(name, (image, text) => () => foundOnce(image, text)[side][what], {
    ...ofNearest,
    hasInterval: false,
    undefinedWhere: 'every row is found equally often',
    meaning,
  });

/** Measures by kernels and nearest neighbours; time grows with the square of the number of pairs. */
export const neighbourMetrics: readonly ResampledGapMetric[] = [
  silhouette,
  mmd,
  cauchySchwarz,
  neighbourRatio('itr', 'image', 'images nearest to an image / to a text; 1: mixed'),
  neighbourRatio('tir', 'text', 'texts nearest to a text / to an image; 1: mixed'),
  meetingRank('tmr', 'image', 'mean rank at which an image meets its first text'),
  meetingRank('imr', 'text', 'mean rank at which a text meets its first image'),
  relativeAlignment,
  conformity('conformity-image', 'mean cosine of images to their mean', (image) => image),
  conformity('conformity-text', 'mean cosine of texts to their mean', (_image, text) => text),
  cka,
  cknna,
  mutualKnn,
  cycleKnn,
  hubs('hub-skewness-image', 'image', 'skewness', 'skewness of how often texts find an image; 0: no hubs'),
  hubs('hub-skewness-text', 'text', 'skewness', 'skewness of how often images find a text; 0: no hubs'),
  hubs('antihubs-image', 'image', 'antihubs', 'share of images that no text finds'),
  hubs('antihubs-text', 'text', 'antihubs', 'share of texts that no image finds'),
];
