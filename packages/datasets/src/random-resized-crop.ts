import { Augmentation, defineComponent, ImageEncoder } from '@alignclip/core';
import { z } from 'zod';
import { trainingTransform } from './transforms/cropped-transform';

const range = (low: number, high: number) =>
  z
    .tuple([z.number().positive(), z.number().positive()])
    .refine(([a, b]) => a <= b, 'the first bound must not pass the second')
    .default([low, high]);

/** A random box of the image, resized to the encoder's input (torchvision's RandomResizedCrop; no flip). */
export const randomResizedCrop = defineComponent(Augmentation)({
  type: 'random-resized-crop',
  options: z.strictObject({
    /** Share of the image's area. */
    scale: range(0.9, 1).refine(([, high]) => high <= 1, 'a crop can not pass the image: at most 1'),
    /** Width / height. */
    ratio: range(3 / 4, 4 / 3),
  }),
  inject: [ImageEncoder],
  create: (options, encoder) => trainingTransform(encoder.size, options),
});
