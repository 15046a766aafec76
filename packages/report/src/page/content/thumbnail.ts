import type { RawImage } from '@alignclip/core';
import sharp from 'sharp';

/** Pixels of the longer side, at most. */
const side = 72;

/** A small image on white, as models see it, as a `data:` address. */
export async function thumbnail(image: RawImage): Promise<string> {
  const { width, height } = image;
  const channels = image.mode === 'L' ? 1 : image.mode === 'RGBA' ? 4 : 3;
  const data = image.mode === 'P' ? coloured(image) : image.data;
  const webp = await sharp(data, { raw: { width, height, channels } })
    .flatten({ background: '#ffffff' })
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer();
  return `data:image/webp;base64,${webp.toString('base64')}`;
}

/** RGB of palette indices; one beyond the palette is black. */
function coloured({ data, palette = new Uint8Array() }: RawImage): Uint8Array {
  const rgb = new Uint8Array(data.length * 3);
  data.forEach((index, i) => rgb.set(palette.subarray(index * 3, index * 3 + 3), i * 3));
  return rgb;
}
