import type { ImageTransform, RawImage, Random } from '@alignclip/core';
import type { Box } from './box';
import { centralCropBox, randomCropBox, type CropRange } from './crop-box';
import { areCroppable, cropBatch } from './crop-batch';
import { clipNormalisation, normalisationTables, normaliser } from './normalisation';
import { resize } from './resize';

/** The box that a transform takes of an image. */
export type BoxChoice = (image: RawImage, random: Random | undefined) => Box;

/** A box of the image, resized from that box alone to size × size (bicubic, antialiased), RGB, normalised. */
export function croppedTransform(size: number, choose: BoxChoice, normalisation = clipNormalisation): ImageTransform {
  const write = normaliser(normalisation);
  const table = Float32Array.from(normalisationTables(normalisation).flatMap((values) => [...values]));
  const square = { left: 0, top: 0, width: size, height: size };
  return {
    size,
    apply: (image, random, out, offset) => write(resize(image, size, size, choose(image, random)), square, out, offset),
    applyAll: (images, randoms) => {
      if (!areCroppable(images)) return undefined; // before any chance is taken
      const crops = images.map((image, i) => ({ image, box: choose(image, randoms[i]) }));
      return cropBatch(crops, size, table);
    },
  };
}

/** CLIP's training images. Without a random stream, the largest central box within the ratio. */
export const trainingTransform = (size: number, range: CropRange): ImageTransform =>
  croppedTransform(size, ({ width, height }, random) =>
    random === undefined ? centralCropBox(width, height, range.ratio) : randomCropBox(width, height, range, random),
  );
