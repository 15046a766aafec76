import { UserError, type RawImage } from '@alignclip/core';
import type { default as SharpFunction, Sharp } from 'sharp';
import { CorruptError } from '../corrupt';
import { decodeJpeg, jpegHead } from './decode-jpeg';
import { decodePng, isPalettePng } from './decode-png';
import { decodingError, imageFormat, isShrunk, maxPixels, type ImageFormat } from './image-file';

export interface DecodeImageOptions {
  /** Larger images are shrunk to this shorter edge in pixels. */
  readonly shorterEdge?: number | undefined;
}

/**
 * A JPEG, PNG, WebP or GIF file (the first image of an animation) in the mode in which Pillow opens it, except that CMYK
 * and animations become RGB; colour profiles and orientation tags are ignored, as in CLIP's own pipeline. Throws
 * CorruptError for anything else and for files that are cut short.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeImageOptions = {}): Promise<RawImage> {
  const format = imageFormat(bytes);
  if (format === undefined) throw new CorruptError(`not a JPEG, PNG, WebP or GIF file (${describeStart(bytes)})`);
  try {
    if (format === 'png' && isPalettePng(bytes) && options.shorterEdge === undefined) return decodePng(bytes);
    const jpeg = format === 'jpeg' ? await decodeJpeg(bytes, options.shorterEdge) : undefined;
    return jpeg ?? (await decodeWithSharp(bytes, format, options));
  } catch (error) {
    if (error instanceof UserError || error instanceof CorruptError) throw new CorruptError(error.message);
    throw decodingError(format, error);
  }
}

/** By the number of channels. */
const modes: ReadonlyMap<number, RawImage['mode']> = new Map([
  [1, 'L'],
  [3, 'RGB'],
  [4, 'RGBA'],
]);

async function decodeWithSharp(
  bytes: Uint8Array,
  format: ImageFormat,
  { shorterEdge }: DecodeImageOptions,
): Promise<RawImage> {
  const sharp = await loadedSharp();
  const file = sharp(bytes, { limitInputPixels: maxPixels, pages: 1, failOn: 'error', ignoreIcc: true });
  const head = headOfJpeg(bytes, format) ?? (await headOf(file, bytes));
  const { grey, losesAlpha } = head;
  if (losesAlpha) file.removeAlpha();
  const shrunk = isShrunk(head, shorterEdge) ? shrink(file, shorterEdge) : file;
  const { data, info } = await shrunk
    .toColourspace(grey ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const mode = modes.get(info.channels);
  if (mode === undefined) throw new CorruptError(`${info.channels} channels; 1, 3 or 4 can be read`);
  return { width: info.width, height: info.height, mode, data };
}

let loading: Promise<{ default: typeof SharpFunction }> | undefined;

async function loadedSharp(): Promise<typeof SharpFunction> {
  loading ??= import('sharp').then((module) => {
    module.default.cache(false); // images are seen once
    return module;
  });
  return (await loading).default;
}

interface Head {
  readonly width: number;
  readonly height: number;
  readonly grey: boolean;
  readonly losesAlpha: boolean;
}

/** Without a call to sharp, so that sharp can start to decode at once, whatever this thread does meanwhile. */
function headOfJpeg(bytes: Uint8Array, format: ImageFormat): Head | undefined {
  const head = format === 'jpeg' ? jpegHead(bytes) : undefined;
  return head && { ...head, grey: head.components === 1, losesAlpha: false };
}

async function headOf(file: Sharp, bytes: Uint8Array): Promise<Head> {
  const { width, height, space, hasAlpha } = await file.metadata();
  const opaque = !hasAlpha || isOpaqueToPillow(bytes);
  return { width, height, grey: (space === 'b-w' || space === 'grey16') && opaque, losesAlpha: hasAlpha && opaque };
}

/** A GIF, or a PNG of grey or RGB: they can name one colour as transparent, which Pillow ignores. */
const isOpaqueToPillow = (bytes: Uint8Array): boolean =>
  imageFormat(bytes) === 'gif' || (imageFormat(bytes) === 'png' && (bytes[25] === 0 || bytes[25] === 2));

const shrink = (file: Sharp, edge: number): Sharp => file.resize({ width: edge, height: edge, fit: 'outside' });

const describeStart = (bytes: Uint8Array): string =>
  bytes.length === 0 ? 'it is empty' : `it starts with ${Buffer.from(bytes.subarray(0, 4)).toString('hex')}`;
