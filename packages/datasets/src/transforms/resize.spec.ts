import { channelsOf, random, sha256, UserError, type RawImage } from '@alignclip/core';
import { evaluationSize } from '../center-crop';
import { centralBox } from './box';
import { resize, resizedPart } from './resize';

const image = (width: number, height: number, mode: RawImage['mode'] = 'RGB', value?: number): RawImage => {
  const chance = random('image', width, height, mode);
  const channels = { RGB: 3, RGBA: 4, L: 1, P: 1 }[mode];
  const data = Uint8Array.from({ length: width * height * channels }, () => value ?? chance.integer(256));
  return { width, height, mode, data };
};

describe('resize', () => {
  it('keeps a plain image plain at every size', () => {
    for (const [width, height] of [
      [1, 1],
      [7, 31],
      [64, 64],
      [33, 5],
    ] as const) {
      expect(new Set(resize(image(20, 13, 'RGB', 117), width, height).data)).toEqual(new Set([117]));
    }
  });

  it('does not resample an image of the wanted size', () => {
    const original = image(9, 7, 'RGBA');
    expect(resize(original, 9, 7).data).toEqual(original.data);
  });

  it('resamples each channel as a grey image of its own', () => {
    const colour = image(23, 17);
    const small = resize(colour, 11, 12);
    for (const channel of [0, 1, 2]) {
      const data = colour.data.filter((_, i) => i % 3 === channel);
      expect(resize({ ...colour, mode: 'L', data }, 11, 12).data).toEqual(
        small.data.filter((_, i) => i % 3 === channel),
      );
    }
  });

  it('lets no pixel outside the box leak in', () => {
    const original = image(30, 20);
    const box = { left: 4, top: 3, width: 17, height: 11 };
    const cut = resize(original, 17, 11, box);
    expect(resize(original, 8, 8, box).data).toEqual(resize(cut, 8, 8).data);
  });

  it('begins with the axis that Pillow 13 begins with', () => {
    const inSteps = (original: RawImage, width: number, height: number, first: 'across' | 'down') => {
      const half =
        first === 'across' ? resize(original, width, original.height) : resize(original, original.width, height);
      return resize(half, width, height).data;
    };
    const tall = image(20, 46, 'L'); // loses 25 of its height and 2 of its width
    expect(resize(tall, 18, 21).data).toEqual(inSteps(tall, 18, 21, 'down'));
    expect(resize(tall, 18, 21).data).not.toEqual(inSteps(tall, 18, 21, 'across'));
    const even = image(42, 63, 'L'); // loses 20 and 20
    expect(resize(even, 22, 43).data).toEqual(inSteps(even, 22, 43, 'across'));
  });

  it('gives the colour of transparent pixels no weight', () => {
    const data = Uint8Array.of(200, 100, 50, 255, 1, 2, 3, 0);
    const small = resize({ width: 2, height: 1, mode: 'RGBA', data }, 1, 1).data;
    expect(Math.abs(small[0]! - 200)).toBeLessThanOrEqual(1);
    expect(small[3]).toBe(128);
  });

  it('gives palette images no index that they do not have', () => {
    const indices = Uint8Array.from({ length: 48 }, (_, i) => (i % 2) * 9);
    const { data } = resize({ width: 8, height: 6, mode: 'P', data: indices, palette: new Uint8Array(30) }, 13, 4);
    expect(new Set(data)).toEqual(new Set([0, 9]));
  });

  it('refuses a box outside the image and a size that is none', () => {
    expect(() => resize(image(4, 4), 2, 2, { left: 2, top: 0, width: 3, height: 1 })).toThrow(UserError);
    expect(() => resize(image(4, 4), 0, 2)).toThrow(UserError);
  });
});

describe('resizedPart', () => {
  const made = (width: number, height: number, mode: RawImage['mode']): RawImage => {
    const data = Uint8Array.from({ length: width * height * channelsOf[mode] }, (_, i) => (i * i) % 251);
    return { width, height, mode, data };
  };

  // resize(…, BICUBIC) and crop of Pillow 13.0.0, sizes and offsets as torchvision's Resize and CenterCrop
  it.each([
    [3000, 1, 'RGB', 224, 'c838d12bf9711ce6'],
    [1, 3000, 'RGB', 32, '0544a240735137e1'],
    [70000, 2, 'L', 32, '790ca1e1f676da17'],
    [2, 70000, 'RGBA', 32, '002c897d75e99bd0'],
    [5000, 1, 'P', 32, 'f0d1a5a36883662f'],
    [1, 5000, 'P', 32, '37d499a6b9240ff3'],
    [40000, 300, 'RGB', 224, '767709220d54f642'],
    [300, 9000, 'L', 224, 'f430d043f372f9eb'],
    [41, 23, 'RGB', 16, '7162ae32bf86e892'],
    [23, 61, 'RGBA', 16, '1ca7f6800cb53f3e'],
    [100, 64, 'P', 16, '281f084ff6ab210e'],
  ] as const)('gives the middle of %i × %i pixels of %s at %i as Pillow does', (width, height, mode, size, bytes) => {
    const original = made(width, height, mode);
    const { width: across, height: down } = evaluationSize(original, size);
    const part = resizedPart(original, across, down, centralBox(across, down, size));
    expect([part.width, part.height, sha256(part.data).slice(0, 16)]).toEqual([size, size, bytes]);
  });

  it('takes the middle of any image that can be decoded, with little memory', () => {
    const before = process.memoryUsage().arrayBuffers;
    const [across, down] = [224, 224 * 50_000_000];
    const tall = { width: 1, height: 50_000_000, mode: 'L', data: new Uint8Array(50_000_000).fill(9) } as const;
    const { data } = resizedPart(tall, across, down, centralBox(across, down, 224));
    expect(new Set(data)).toEqual(new Set([9]));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60e6);
  });

  it('refuses a part outside the resized image', () => {
    expect(() => resizedPart(made(4, 4, 'L'), 8, 8, { left: 1, top: 0, width: 8, height: 8 })).toThrow(UserError);
  });
});
