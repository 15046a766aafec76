import type { RawImage } from '@alignclip/core';
import sharp from 'sharp';
import { thumbnail } from './thumbnail';

async function decoded(image: RawImage) {
  const [, data] = /^data:image\/webp;base64,(.+)$/.exec(await thumbnail(image))!;
  return sharp(Buffer.from(data!, 'base64')).removeAlpha().raw().toBuffer({ resolveWithObject: true });
}
const filled = (count: number, ...pixel: readonly number[]) =>
  Uint8Array.from({ length: count * pixel.length }, (_, i) => pixel[i % pixel.length]!);
const size = { width: 8, height: 8 };

describe('thumbnail', () => {
  it.each([
    ['RGB', { ...size, mode: 'RGB', data: filled(64, 200, 30, 30) }, [200, 30, 30]],
    ['L', { ...size, mode: 'L', data: filled(64, 90) }, [90, 90, 90]],
    ['RGBA, on white', { ...size, mode: 'RGBA', data: filled(64, 0, 0, 0, 0) }, [255, 255, 255]],
    ['P', { ...size, mode: 'P', data: filled(64, 1), palette: Uint8Array.of(0, 0, 0, 20, 20, 220) }, [20, 20, 220]],
  ] as [string, RawImage, number[]][])('shows an image of mode %s in its colour', async (_mode, image, colour) => {
    const { data } = await decoded(image);
    for (const [i, value] of colour.entries()) expect(Math.abs(data[i]! - value)).toBeLessThan(12);
  });

  it('makes large images small, in their shape', async () => {
    const { info } = await decoded({ width: 300, height: 150, mode: 'L', data: filled(45_000, 9) });
    expect([info.width, info.height]).toEqual([72, 36]);
  });
});
