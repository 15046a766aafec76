import type { RawImage } from '@alignclip/core';
import { channelsOf } from '../transforms/resize';

/** A PNG file of the image; palette images with their colours written out. */
export async function encodePng({ width, height, mode, data, palette }: RawImage): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const isPalette = mode === 'P' && palette !== undefined;
  const channels = (isPalette ? 3 : channelsOf[mode]) as 1 | 3 | 4;
  const pixels = isPalette
    ? Uint8Array.from({ length: data.length * 3 }, (_, i) => palette[data[Math.floor(i / 3)]! * 3 + (i % 3)]!)
    : data;
  const encoder = sharp(pixels, { raw: { width, height, channels } });
  return (channels === 1 ? encoder.toColourspace('b-w') : encoder).png().toBuffer();
}
