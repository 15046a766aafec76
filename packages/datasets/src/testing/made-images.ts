import sharp from 'sharp';

/** A small image file whose pixels follow from its number. */
export function madeImage(number: number, format: 'png' | 'jpeg' | 'webp' = 'png', edge = 12): Promise<Buffer> {
  const pixels = Buffer.from(
    Array.from({ length: edge * edge * 3 }, (_, i) => (i * (2 * number + 3) + number * 40) % 256),
  );
  return sharp(pixels, { raw: { width: edge, height: edge, channels: 3 } })
    .toFormat(format, { lossless: true })
    .toBuffer();
}
