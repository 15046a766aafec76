export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif';

const starts: readonly (readonly [ImageFormat, RegExp])[] = [
  ['jpeg', /^\xff\xd8\xff/],
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['webp', /^RIFF[^]{4}WEBP/],
  ['gif', /^GIF8[79]a/],
];

/** Told from the first bytes; names lie. */
export function imageFormat(bytes: Uint8Array): ImageFormat | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return starts.find(([, pattern]) => pattern.test(start))?.[0];
}

/** A PNG whose pixels are indices or single bits, which Pillow resizes by nearest neighbour. */
export const isPalettePng = (bytes: Uint8Array): boolean => bytes[25] === 3 || (bytes[25] === 0 && bytes[24] === 1);

/** A GIF, or a PNG of grey or RGB: one transparent colour is beside the pixels there, and Pillow leaves it out. */
export const isOpaqueToPillow = (bytes: Uint8Array): boolean =>
  imageFormat(bytes) === 'gif' || (imageFormat(bytes) === 'png' && (bytes[25] === 0 || bytes[25] === 2));
