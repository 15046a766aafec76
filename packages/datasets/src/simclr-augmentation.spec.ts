import { random, UserError, type ImageEncoder, type ImageTransform, type RawImage } from '@alignclip/core';
import { simclrAugmentation } from './simclr-augmentation';
import { randomCropBox } from './transforms/box';
import { croppedTransform } from './random-resized-crop';

const size = 16;
const encoder = { size } as ImageEncoder;
const image: RawImage = {
  width: 40,
  height: 30,
  mode: 'RGB',
  data: Uint8Array.from({ length: 3600 }, (_, i) => (i * i) % 251),
};
const make = (options: Parameters<typeof simclrAugmentation>[0] = {}) => simclrAugmentation.make(options, encoder);
const view = (transform: ImageTransform, key?: number, shown = image) => {
  const out = new Float32Array(size * size * 3 + 5);
  transform.apply(shown, key === undefined ? undefined : random(key), out, 5);
  expect([...out.subarray(0, 5)]).toEqual([0, 0, 0, 0, 0]);
  return out.slice(5);
};
const off = { flip: 0, jitter: 0, grey: 0, blur: 0 };
const crop = croppedTransform(size, ({ width, height }, chance) =>
  randomCropBox(width, height, { scale: [0.08, 1], ratio: [3 / 4, 4 / 3] }, chance!),
);
const channels = (pixels: Float32Array) => [0, 1, 2].map((c) => pixels.filter((_, i) => i % 3 === c));

describe('simclrAugmentation', () => {
  it('follows the random stream', () => {
    expect(make().size).toBe(size);
    expect(view(make(), 1)).toEqual(view(make(), 1));
    expect(view(make(), 1)).not.toEqual(view(make(), 2));
    expect(view(make())).toEqual(view(make()));
  });

  it('is the random crop alone with all else turned off', () => {
    const [got, want] = [view(make(off), 3), view(crop, 3)];
    want.forEach((value, i) => expect(got[i]).toBeCloseTo(value, 5));
  });

  it('flips left and right', () => {
    const [got, want] = [view(make({ ...off, flip: 1 }), 3), view(crop, 3)];
    want.forEach((value, i) => {
      const [row, column, c] = [Math.floor(i / (3 * size)), Math.floor(i / 3) % size, i % 3];
      expect(got[(row * size + size - 1 - column) * 3 + c]).toBeCloseTo(value, 5);
    });
  });

  it('makes grey images, and lowers the contrast of neighbours by its blur', () => {
    const grey = view(make({ ...off, grey: 1 }), 3);
    const std = [0.26862954, 0.26130258, 0.27577711];
    const mean = [0.48145466, 0.4578275, 0.40821073];
    for (let i = 0; i < grey.length; i += 3) {
      const [r, g, b] = [0, 1, 2].map((c) => grey[i + c]! * std[c]! + mean[c]!);
      expect(g).toBeCloseTo(r!, 5);
      expect(b).toBeCloseTo(r!, 5);
    }
    const spread = (pixels: Float32Array) => {
      const [red] = channels(pixels);
      const average = red!.reduce((sum, value) => sum + value, 0) / red!.length;
      return Math.hypot(...red!.map((value) => value - average));
    };
    const blurred = view(make({ ...off, blur: 1, sigma: [28, 28] }), 3);
    expect(spread(blurred)).toBeLessThan(0.5 * spread(view(crop, 3)));
  });

  it('keeps colours in range, whatever it does, in every mode', () => {
    const grey: RawImage = { ...image, mode: 'L', data: image.data.slice(0, 1200) };
    for (let key = 0; key < 60; key += 1) {
      for (const shown of [image, grey]) {
        const [low, high] = [-1.8, 2.15]; // of (0 − mean) / std and (1 − mean) / std
        expect(view(make(), key, shown).every((value) => value > low && value < high)).toBe(true);
      }
    }
  });

  it('refuses ranges that are upside down, and shares above 1', () => {
    expect(() => simclrAugmentation({ scale: [1, 0.5] })).toThrow(UserError);
    expect(() => simclrAugmentation({ sigma: [2, 1] })).toThrow('option "sigma"');
    expect(() => simclrAugmentation({ flip: 1.5 })).toThrow('option "flip" = 1.5');
  });
});
