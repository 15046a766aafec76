import { random, UserError, type RawImage } from '@alignclip/core';
import { resize } from './resize';

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
