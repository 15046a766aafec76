import {
  defineComponent,
  EvaluationTransform,
  ImageEncoder,
  type ImageTransform,
  type RawImage,
} from '@alignclip/core';
import { z } from 'zod';
import { centralBox } from './transforms/box';
import { clipNormalisation, normaliser } from './transforms/normalisation';
import { resizedPart } from './transforms/resize';

/** Shortest edge to the encoder's input size, central square (the official evaluation images). */
export const centerCrop = defineComponent(EvaluationTransform)({
  type: 'center-crop',
  options: z.strictObject({}),
  inject: [ImageEncoder],
  create: (_options, encoder) => evaluationTransform(encoder.size),
});

/** CLIP's evaluation images: shortest edge to `size` (bicubic, antialiased), central square, RGB, normalised. */
export function evaluationTransform(size: number, normalisation = clipNormalisation): ImageTransform {
  const write = normaliser(normalisation);
  const square = { left: 0, top: 0, width: size, height: size };
  return {
    size,
    deterministic: true,
    apply: (image, _random, out, offset) => {
      const { width, height } = evaluationSize(image, size);
      write(resizedPart(image, width, height, centralBox(width, height, size)), square, out, offset);
    },
  };
}

/** The shortest edge at `size`, the other one rounded down, as torchvision's Resize. */
export function evaluationSize({ width, height }: RawImage, size: number): { width: number; height: number } {
  return width <= height
    ? { width: size, height: Math.trunc((size * height) / width) }
    : { width: Math.trunc((size * width) / height), height: size };
}
