import { messageOf, type RawImage } from '@alignclip/core';
import type { default as SharpFunction, SharpOptions } from 'sharp';
import { CorruptError } from '../corrupt';
import { gifHead } from './decode-gif';
import { checkDescriptions, jpegHead } from './jpeg-head';
import { pngHead } from './png-head';
import { plainWebp } from './plain-webp';

export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif';

const starts: readonly (readonly [ImageFormat, RegExp])[] = [
  ['jpeg', /^\xff\xd8\xff/],
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['webp', /^RIFF[^]{4}WEBP/],
  ['gif', /^GIF8[79]a/],
];

/** The format by the first bytes; file names can be wrong. */
export function imageFormat(bytes: Uint8Array): ImageFormat | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return starts.find(([, pattern]) => pattern.test(start))?.[0];
}

export interface ImageInfo {
  /** `pixels` where the source stores pixels, not a file. */
  readonly format: ImageFormat | 'pixels';
  readonly width: number;
  readonly height: number;
}

/** Reads the header of an image file; nothing is decoded. Throws CorruptError where it can't be read. */
export async function imageInfo(image: Uint8Array | RawImage): Promise<ImageInfo> {
  if (!(image instanceof Uint8Array)) return { format: 'pixels', width: image.width, height: image.height };
  const format = imageFormat(image);
  if (format === undefined) throw new CorruptError('not a JPEG, PNG, WebP or GIF file');
  try {
    const { width, height } = await sizeOf(image, format);
    return { format, width, height };
  } catch (error) {
    throw decodingError(format, error);
  }
}

/** Most headers are read here: sharp would unpack all that describes the image. */
async function sizeOf(bytes: Uint8Array, format: ImageFormat): Promise<{ width: number; height: number }> {
  if (format === 'png') return pngHead(bytes);
  if (format === 'gif') return gifHead(bytes);
  if (format === 'webp') return (await loadedSharp())(plainWebp(bytes), { limitInputPixels: false }).metadata();
  checkDescriptions(bytes);
  return jpegHead(bytes) ?? (await loadedSharp())(bytes, { limitInputPixels: false }).metadata();
}

/** The first line of what a decoder says. */
export function decodingError(format: ImageFormat, error: unknown): CorruptError {
  if (error instanceof CorruptError) return error;
  const message = messageOf(error).split('\n')[0];
  return new CorruptError(
    `${format}: ${message === 'Unknown error' ? 'its pixels are corrupt or cut short' : message}`,
  );
}

let loading: Promise<{ default: typeof SharpFunction }> | undefined;

export async function loadedSharp(): Promise<typeof SharpFunction> {
  loading ??= import('sharp').then((module) => {
    module.default.cache(false); // images are seen once
    return module;
  });
  return (await loading).default;
}

/** The maximum size of an image that is decoded; without it, a small file could claim any amount of memory. */
export const maxPixels = 100_000_000;

/** Throws CorruptError for more pixels than are decoded. */
export function checkPixels({ width, height }: { readonly width: number; readonly height: number }): void {
  if (width * height > maxPixels) throw new CorruptError(`${width} × ${height} pixels are more than ${maxPixels}`);
}

/** How an image file is decoded: completely, or not at all. */
export const sharpOptions: SharpOptions = {
  limitInputPixels: maxPixels,
  pages: 1,
  failOn: 'error',
  ignoreIcc: true,
};

/** The maximum size of an image file. */
export const maxImageBytes = 2 ** 26;

/** Throws CorruptError for a larger image file. */
export function checkImageSize(bytes: number): void {
  if (bytes > maxImageBytes) throw new CorruptError(`${bytes} bytes are too many for an image`);
}

/** Whether an image is larger than wanted, so that it is shrunk to this shorter edge. */
export const isShrunk = (
  { width, height }: { readonly width: number; readonly height: number },
  shorterEdge: number | undefined,
): shorterEdge is number => shorterEdge !== undefined && Math.min(width, height) > shorterEdge;
