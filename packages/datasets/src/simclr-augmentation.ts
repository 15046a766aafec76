import { defineComponent, ImageEncoder, random as stream, ViewAugmentation, type Random } from '@alignclip/core';
import { z } from 'zod';
import { randomCropBox } from './transforms/box';
import { brighten, contrast, saturate, turnHue } from './transforms/colour';
import { gaussianBlur } from './transforms/gaussian-blur';
import { clipNormalisation, normaliser } from './transforms/normalisation';
import { resize } from './transforms/resize';

const share = (initial: number, meaning: string) => z.number().min(0).max(1).default(initial).describe(meaning);
const range = (low: number, high: number) =>
  z.tuple([z.number().positive(), z.number().positive()]).default([low, high]);

const options = z.strictObject({
  scale: range(0.08, 1)
    .refine(([low, high]) => low <= high && high <= 1, 'two shares, the lower one first, at most 1')
    .describe("lowest and highest share of the image's area that a crop takes, in (0, 1]"),
  ratio: range(3 / 4, 4 / 3)
    .refine(([low, high]) => low <= high, 'the lower bound first')
    .describe('lowest and highest aspect ratio (width / height) of a crop'),
  flip: share(0.5, 'probability of a horizontal flip'),
  jitter: share(0.8, 'probability that brightness, contrast, saturation and hue are changed'),
  brightness: share(0.4, 'range x of the brightness factor, uniform in [1 − x, 1 + x]'),
  contrast: share(0.4, 'range x of the contrast factor, uniform in [1 − x, 1 + x]'),
  saturation: share(0.4, 'range x of the saturation factor, uniform in [1 − x, 1 + x]'),
  hue: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.1)
    .describe('range x of the hue shift, uniform in [−x, x]; 1 is the full colour circle'),
  grey: share(0.2, 'probability that the image is made grey'),
  blur: share(0.5, 'probability of a Gaussian blur'),
  sigma: range(0.1, 2)
    .refine(([low, high]) => low <= high, 'the lower bound first')
    .describe(
      'lowest and highest standard deviation σ of the blur in pixels at an input of 224, scaled with the input',
    ),
});

type Options = z.output<typeof options>;

/** Uniform in [low, high]. */
const between = (chance: Random, low: number, high: number) => low + (high - low) * chance.uniform();

/**
 * The strong augmentation of SimCLR as used by SLIP: random crop, colour jitter in random order, grey, Gaussian blur,
 * flip. Source: Mu et al. 2021, official `datasets.py`; Chen et al. 2020, appendix A.
 */
export const simclrAugmentation = defineComponent(ViewAugmentation)({
  type: 'simclr-augmentation',
  options,
  inject: [ImageEncoder],
  create: (given, { size }) => {
    const plain = normaliser({ mean: [0, 0, 0], std: [1, 1, 1] });
    const square = { left: 0, top: 0, width: size, height: size };
    return {
      size,
      apply(image, chance = stream('simclr-augmentation'), out, offset) {
        const box = randomCropBox(image.width, image.height, given, chance);
        const rgb = out.subarray(offset, offset + size * size * 3);
        plain(resize(image, size, size, box), square, rgb, 0);
        if (chance.uniform() < given.jitter) jitter(rgb, given, chance);
        if (chance.uniform() < given.grey) saturate(rgb, 0);
        if (chance.uniform() < given.blur) {
          gaussianBlur(rgb, size, (between(chance, ...given.sigma) * size) / 224);
        }
        if (chance.uniform() < given.flip) flip(rgb, size);
        normalise(rgb);
      },
    };
  },
});

/** Brightness, contrast, saturation and hue, one after another in random order (torchvision's `ColorJitter`). */
function jitter(rgb: Float32Array, given: Options, chance: Random): void {
  const factor = (spread: number) => between(chance, 1 - spread, 1 + spread);
  const changes = [
    () => brighten(rgb, factor(given.brightness)),
    () => contrast(rgb, factor(given.contrast)),
    () => saturate(rgb, factor(given.saturation)),
    () => turnHue(rgb, between(chance, -given.hue, given.hue)),
  ];
  for (const at of chance.permutation(changes.length)) changes[at]!();
}

/** Left to right, in place. */
function flip(rgb: Float32Array, size: number): void {
  for (let row = 0; row < rgb.length; row += size * 3) {
    for (let left = 0, right = size - 1; left < right; left += 1, right -= 1) {
      for (let c = 0; c < 3; c += 1) {
        const [a, b] = [row + left * 3 + c, row + right * 3 + c];
        [rgb[a], rgb[b]] = [rgb[b]!, rgb[a]!];
      }
    }
  }
}

function normalise(rgb: Float32Array): void {
  const { mean, std } = clipNormalisation;
  for (let i = 0; i < rgb.length; i += 1) rgb[i] = (rgb[i]! - mean[i % 3]!) / std[i % 3]!;
}
