import { random, UserError, type ImageEncoder, type ImageTransform, type RawImage } from '@alignclip/core';
import { randomResizedCrop } from './random-resized-crop';

const encoder = { size: 16 } as ImageEncoder;
const image: RawImage = {
  width: 40,
  height: 30,
  mode: 'RGB',
  data: Uint8Array.from({ length: 3600 }, (_, i) => (i * i) % 251),
};
const view = (transform: ImageTransform, ...keys: number[]) => {
  const out = new Float32Array(16 * 16 * 3);
  transform.apply(image, keys.length > 0 ? random(...keys) : undefined, out, 0);
  return out;
};

describe('randomResizedCrop', () => {
  const transform = randomResizedCrop.make({}, encoder);

  it('shows equal views for equal random streams, others for others, and one view without', () => {
    expect(transform.size).toBe(16);
    expect(view(transform, 1)).toEqual(view(transform, 1));
    expect(view(transform, 1)).not.toEqual(view(transform, 2));
    expect(view(transform)).toEqual(view(transform));
  });

  it('refuses ranges that are upside down or pass the image', () => {
    expect(() => randomResizedCrop({ scale: [1, 0.5] })).toThrow(UserError);
    expect(() => randomResizedCrop({ scale: [0.5, 1.5] })).toThrow(/at most 1/);
  });
});
