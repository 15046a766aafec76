import type { GapReport } from '@alignclip/metrics';

/** What a reader needs to know of a metric: which way a small gap lies, and its range. */
const meanings: Readonly<Record<string, string>> = {
  'alignment-score': 'mean cosine of a pair; 1: no gap',
  'pair-angle': 'mean angle of a pair, degrees',
  'centroid-distance': 'between the mean image and the mean text; 0 with bad pairs too',
  'pair-distance': 'mean distance of a pair (L2I), 0 to 2',
  'align-loss': 'mean squared distance of a pair, 0 to 4',
  rmg: 'distance of pairs relative to that inside the modalities, 0 to 1',
  'intra-cosine-image': 'mean cosine of two images: width of the cone',
  'intra-cosine-text': 'mean cosine of two texts',
  'uniformity-image': 'spread of the images; lower is wider',
  'uniformity-text': 'spread of the texts',
  'uniformity-union': 'spread of both together',
  'cross-uniformity': 'spread between images and texts of other pairs',
  'linear-separability': 'how well a plane tells images from texts; .5: not at all',
  'effective-rank-image': 'dimensions that the images use',
  'effective-rank-text': 'dimensions that the texts use',
  rsa: 'rank correlation of similarities inside both modalities',
};

/** The report for a terminal: one metric a line with its interval. */
export function gapLines({ scores, intervals, pairs, captionsPerImage: k, pairwisePairs, width }: GapReport): string[] {
  const images = pairs / k;
  const several = `${k} captions each (text rows are ${k} times the image rows; those of image i from row ${k}·i on)`;
  const format = (value: number) => value.toFixed(4).padStart(9);
  return [
    `${images} images, ${k === 1 ? 'a caption each' : several}, ${width} wide; rows scaled to length 1`,
    ...Object.entries(scores).map(([name, value]) => {
      const interval = intervals[name];
      const range = interval ? ` [${format(interval[0])},${format(interval[1])}]` : '';
      return `${name.padEnd(22)}${format(value)}${range}  ${meanings[name] ?? ''}`.trimEnd();
    }),
    ...(pairwisePairs < images
      ? [`The metrics over all pairs of examples saw ${pairwisePairs} images, evenly spaced.`]
      : []),
    ...(Object.keys(intervals).length > 0 ? ['[ ]: 95 % bootstrap interval over images.'] : []),
  ];
}
