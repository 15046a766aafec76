import type { Json } from '@alignclip/core';
import {
  centroidDifference,
  contrastiveLosses,
  euclideanNorm,
  evenlySpaced,
  gapShift,
  takeRows,
} from '@alignclip/metrics';
import { type InterventionTask, unlessRowsVanish } from './intervention-task';

interface LandscapeOptions {
  readonly shifts: readonly number[];
  readonly logitScales: readonly number[];
  readonly lossPairs: number;
}

/**
 * CLIP's loss of one batch over centroid shift × logit scale, both directions: `imageToText[shift][scale]` in nats, and
 * where the mean of both is smallest (Liang et al. 2022, section 4). Shifts after which a row has no direction are left out.
 */
export function lossLandscape(
  { image, text }: InterventionTask,
  ownScale: number,
  { shifts: given, logitScales, lossPairs }: LandscapeOptions,
): Json | undefined {
  if (image.rows < 2) return undefined;
  const chosen = evenlySpaced(image.rows, lossPairs);
  const scales = [...new Set([...logitScales, ownScale])].sort((a, b) => a - b);
  const move = gapShift(image, text);
  const gap = euclideanNorm(centroidDifference(image, text));
  const [images, texts] = [takeRows(image, chosen), takeRows(text, chosen)];
  const points = given.flatMap((shift) => {
    const losses = unlessRowsVanish(() =>
      contrastiveLosses(move(images, 'image', shift * gap), move(texts, 'text', shift * gap), scales),
    );
    return losses ? [{ shift, ...losses }] : [];
  });
  if (points.length === 0) return undefined;
  const means = points.map(({ imageToText, textToImage }) =>
    imageToText.map((loss, at) => (loss + textToImage[at]!) / 2),
  );
  const least = Math.min(...means.flat());
  const row = means.findIndex((values) => values.includes(least));
  return {
    pairs: chosen.length,
    shifts: points.map(({ shift }) => shift),
    logitScales: scales,
    ownLogitScale: ownScale,
    imageToText: points.map(({ imageToText }) => imageToText),
    textToImage: points.map(({ textToImage }) => textToImage),
    least: { loss: least, shift: points[row]!.shift, logitScale: scales[means[row]!.indexOf(least)]! },
  };
}
