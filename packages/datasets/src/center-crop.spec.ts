import type { ImageEncoder, RawImage } from '@alignclip/core';
import { centerCrop } from './center-crop';

const encoder = { size: 16 } as ImageEncoder;
const image: RawImage = {
  width: 40,
  height: 30,
  mode: 'RGB',
  data: Uint8Array.from({ length: 3600 }, (_, i) => (i * i) % 251),
};
const transform = centerCrop.make({}, encoder);
const view = (shown: RawImage) => {
  const out = new Float32Array(16 * 16 * 3);
  transform.apply(shown, undefined, out, 0);
  return out;
};

describe('centerCrop', () => {
  it('writes at the offset and nowhere else', () => {
    const out = new Float32Array(3 * 768).fill(7);
    transform.apply(image, undefined, out, 768);
    expect(out.subarray(768, 1536)).toEqual(view(image));
    expect(out.subarray(0, 768).every((value) => value === 7)).toBe(true);
    expect(out.subarray(1536).every((value) => value === 7)).toBe(true);
  });

  it('takes an image of any length, as torchvision does', () => {
    const plain = (width: number, height: number): RawImage => ({
      width,
      height,
      mode: 'RGB',
      data: new Uint8Array(width * height * 3).fill(77),
    });
    expect(view(plain(100_000, 1))).toEqual(view(plain(16, 16)));
    expect(view(plain(1, 100_000))).toEqual(view(plain(16, 16)));
  });

  it('normalises white to (1 - mean) / std', () => {
    const white: RawImage = { width: 20, height: 20, mode: 'L', data: new Uint8Array(400).fill(255) };
    const out = new Float32Array(768);
    transform.apply(white, undefined, out, 0);
    expect(out[0]).toBeCloseTo((1 - 0.48145466) / 0.26862954, 5);
    expect(out[2]).toBeCloseTo((1 - 0.40821073) / 0.27577711, 5);
  });

  it('shows the middle of a wide image', () => {
    const [left, middle] = [0, 255];
    const data = Uint8Array.from({ length: 64 * 16 }, (_, i) => (i % 64 >= 24 && i % 64 < 40 ? middle : left));
    expect(view({ width: 64, height: 16, mode: 'L', data })).toEqual(
      view({ width: 16, height: 16, mode: 'L', data: new Uint8Array(256).fill(middle) }),
    );
  });
});
