import type { ImageTransform, Picture, Random } from '@alignclip/core';
import type { Box } from './box';
import { centralCropBox, randomCropBox, type CropRange } from './crop-box';
import { areCroppable, cropBatch } from './crop-batch';
import { clipNormalisation, normalisationTables, normaliser } from './normalisation';
import { resize } from './resize';

/** The box that a transform takes of a picture. */
export type BoxChoice = (picture: Picture, random: Random | undefined) => Box;

/** A box of the picture, resized from that box alone to size × size (bicubic, antialiased), RGB, normalised. */
export function croppedTransform(size: number, choose: BoxChoice, normalisation = clipNormalisation): ImageTransform {
  const write = normaliser(normalisation);
  const table = Float32Array.from(normalisationTables(normalisation).flatMap((values) => [...values]));
  const square = { left: 0, top: 0, width: size, height: size };
  return {
    size,
    apply: (picture, random, out, offset) =>
      write(resize(picture, size, size, choose(picture, random)), square, out, offset),
    applyAll: (pictures, randoms) => {
      if (!areCroppable(pictures)) return undefined; // before any chance is taken
      const crops = pictures.map((picture, i) => ({ picture, box: choose(picture, randoms[i]) }));
      return cropBatch(crops, size, table);
    },
  };
}

/** CLIP's training pictures. Without a random stream, the largest central box within the ratio. */
export const trainingTransform = (size: number, range: CropRange): ImageTransform =>
  croppedTransform(size, ({ width, height }, random) =>
    random === undefined ? centralCropBox(width, height, range.ratio) : randomCropBox(width, height, range, random),
  );
