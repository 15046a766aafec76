import type { Json } from '@alignclip/core';
import {
  centroidDifference,
  contrastiveLosses,
  euclideanNorm,
  evenlySpaced,
  gapShift,
  takeRows,
} from '@alignclip/metrics';
import type { InterventionTask } from './intervention-task';

interface Landscape {
  /** Lengths of the centroid shift, as multiples of the centroid distance. */
  readonly shifts: readonly number[];
  /** 1/τ; the model's own is added. */
  readonly logitScales: readonly number[];
  /** Pairs of the batch, evenly spaced over the split. */
  readonly lossPairs: number;
}

/**
 * CLIP's loss of one batch over centroid shift × logit scale, both directions: `imageToText[shift][scale]` in nats, and
 * the place of the smallest mean of both (Liang et al. 2022, section 4).
 */
export function lossLandscape(
  { image, text }: InterventionTask,
  ownScale: number,
  { shifts, logitScales, lossPairs }: Landscape,
): Json {
  const chosen = evenlySpaced(image.rows, lossPairs);
  const scales = [...new Set([...logitScales, ownScale])].sort((a, b) => a - b);
  const move = gapShift(image, text);
  const gap = euclideanNorm(centroidDifference(image, text));
  const [images, texts] = [takeRows(image, chosen), takeRows(text, chosen)];
  const losses = shifts.map((shift) =>
    contrastiveLosses(move(images, 'image', shift * gap), move(texts, 'text', shift * gap), scales),
  );
  const means = losses.map(({ imageToText, textToImage }) =>
    imageToText.map((loss, at) => (loss + textToImage[at]!) / 2),
  );
  const least = Math.min(...means.flat());
  const row = means.findIndex((values) => values.includes(least));
  return {
    pairs: chosen.length,
    shifts,
    logitScales: scales,
    ownLogitScale: ownScale,
    imageToText: losses.map(({ imageToText }) => imageToText),
    textToImage: losses.map(({ textToImage }) => textToImage),
    least: { loss: least, shift: shifts[row]!, logitScale: scales[means[row]!.indexOf(least)]! },
  };
}
