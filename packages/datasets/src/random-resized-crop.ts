import {
  Augmentation,
  defineComponent,
  ImageEncoder,
  type ImageTransform,
  type Random,
  type RawImage,
} from '@alignclip/core';
import { z } from 'zod';
import { centralCropBox, randomCropBox, type Box } from './transforms/box';
import { areCroppable, cropBatch } from './transforms/crop-batch';
import { clipNormalisation, normalisationTables, normaliser } from './transforms/normalisation';
import { resize } from './transforms/resize';

const range = (low: number, high: number) =>
  z
    .tuple([z.number().positive(), z.number().positive()])
    .refine(([a, b]) => a <= b, 'the first bound must not be greater than the second')
    .default([low, high]);

/** A random box of the image, resized to the encoder's input size (torchvision's RandomResizedCrop; no flip). */
export const randomResizedCrop = defineComponent(Augmentation)({
  type: 'random-resized-crop',
  options: z.strictObject({
    scale: range(0.9, 1)
      .refine(([, high]) => high <= 1, 'a crop cannot be larger than the image: at most 1')
      .describe("lowest and highest share of the image's area that a crop takes, in (0, 1]"),
    ratio: range(3 / 4, 4 / 3).describe('lowest and highest aspect ratio (width / height) of a crop'),
  }),
  inject: [ImageEncoder],
  create: (range, encoder) =>
    croppedTransform(encoder.size, ({ width, height }, random) =>
      // without a random stream: the largest central box within the ratio
      random === undefined ? centralCropBox(width, height, range.ratio) : randomCropBox(width, height, range, random),
    ),
});

/** The box that a transform takes of an image. */
type BoxChoice = (image: RawImage, random: Random | undefined) => Box;

/** A box of the image, resized from that box alone to size × size (bicubic, antialiased), RGB, normalised. */
export function croppedTransform(size: number, choose: BoxChoice, normalisation = clipNormalisation): ImageTransform {
  const write = normaliser(normalisation);
  const table = Float32Array.from(normalisationTables(normalisation).flatMap((values) => [...values]));
  const square = { left: 0, top: 0, width: size, height: size };
  return {
    size,
    apply: (image, random, out, offset) => write(resize(image, size, size, choose(image, random)), square, out, offset),
    applyAll: (images, randoms) => {
      if (!areCroppable(images)) return undefined; // before any random number is drawn
      const crops = images.map((image, i) => ({ image, box: choose(image, randoms[i]) }));
      return cropBatch(crops, size, table);
    },
  };
}
