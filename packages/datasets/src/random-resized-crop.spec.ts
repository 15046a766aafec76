import { random, UserError, type ImageEncoder, type ImageTransform, type Picture } from '@alignclip/core';
import { centerCrop } from './center-crop';
import { randomResizedCrop } from './random-resized-crop';

const encoder = { size: 16 } as ImageEncoder;
const picture: Picture = {
  width: 40,
  height: 30,
  mode: 'RGB',
  data: Uint8Array.from({ length: 3600 }, (_, i) => (i * i) % 251),
};
const view = (transform: ImageTransform, ...keys: number[]) => {
  const out = new Float32Array(16 * 16 * 3);
  transform.apply(picture, keys.length > 0 ? random(...keys) : undefined, out, 0);
  return out;
};

describe('randomResizedCrop', () => {
  const transform = randomResizedCrop.create(randomResizedCrop.options.parse({}), encoder) as ImageTransform;

  it('shows equal views for equal random streams, others for others, and one view without', () => {
    expect(transform.size).toBe(16);
    expect(view(transform, 1)).toEqual(view(transform, 1));
    expect(view(transform, 1)).not.toEqual(view(transform, 2));
    expect(view(transform)).toEqual(view(transform));
  });

  it('refuses ranges that are upside down or pass the picture', () => {
    expect(() => randomResizedCrop({ scale: [1, 0.5] })).toThrow(UserError);
    expect(() => randomResizedCrop({ scale: [0.5, 1.5] })).toThrow(/at most 1/);
  });
});

describe('centerCrop', () => {
  const transform = centerCrop.create({}, encoder) as ImageTransform;

  it('writes at the offset and nowhere else', () => {
    const out = new Float32Array(3 * 768).fill(7);
    transform.apply(picture, undefined, out, 768);
    expect(out.subarray(768, 1536)).toEqual(view(transform));
    expect(out.subarray(0, 768).every((value) => value === 7)).toBe(true);
    expect(out.subarray(1536).every((value) => value === 7)).toBe(true);
  });

  it('normalises white to (1 - mean) / std', () => {
    const white: Picture = { width: 20, height: 20, mode: 'L', data: new Uint8Array(400).fill(255) };
    const out = new Float32Array(768);
    transform.apply(white, undefined, out, 0);
    expect(out[0]).toBeCloseTo((1 - 0.48145466) / 0.26862954, 5);
    expect(out[2]).toBeCloseTo((1 - 0.40821073) / 0.27577711, 5);
  });
});
