import { UserError, type RawImage } from '@alignclip/core';
import type { default as SharpFunction, Sharp } from 'sharp';
import { DamageError } from '../stored/stored-example';
import { decodeJpeg } from './decode-jpeg';
import { decodePng } from './decode-png';
import { jpegHead } from './jpeg-head';
import { isShrunk, mostPixels } from './limits';
import { isOpaqueToPillow, isPalettePng, imageFormat, type ImageFormat } from './image-format';
import { checkPngDataSize } from './png-data-size';

export interface DecodeImageOptions {
  /** Larger images are shrunk so that their shorter edge has so many pixels. */
  readonly shorterEdge?: number | undefined;
}

/**
 * A JPEG, PNG, WebP or GIF file (the first image of an animation) in the mode that Pillow opens it in, but CMYK and
 * animations as RGB; colour profiles and orientation tags count for nothing, as in CLIP's own pipeline. Throws
 * DamageError for anything else and for files cut short.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeImageOptions = {}): Promise<RawImage> {
  const format = imageFormat(bytes);
  if (format === undefined) throw new DamageError(`not a JPEG, PNG, WebP or GIF file (${describeStart(bytes)})`);
  try {
    if (format === 'png' && isPalettePng(bytes) && options.shorterEdge === undefined) return decodePalette(bytes);
    const jpeg = format === 'jpeg' ? await decodeJpeg(bytes, options.shorterEdge) : undefined;
    return jpeg ?? (await decodeWithSharp(bytes, format, options));
  } catch (error) {
    if (error instanceof UserError || error instanceof DamageError) throw new DamageError(error.message);
    throw new DamageError(`${format}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
}

function decodePalette(bytes: Uint8Array): RawImage {
  if (bytes.length >= 33) checkPngDataSize(bytes);
  return decodePng(bytes);
}

async function decodeWithSharp(
  bytes: Uint8Array,
  format: ImageFormat,
  { shorterEdge }: DecodeImageOptions,
): Promise<RawImage> {
  const sharp = await loadedSharp();
  const file = sharp(bytes, { limitInputPixels: mostPixels, pages: 1, failOn: 'error', ignoreIcc: true });
  const head = headOfJpeg(bytes, format) ?? (await headOf(file, bytes));
  const { grey, losesAlpha } = head;
  if (losesAlpha) file.removeAlpha();
  const shrunk = isShrunk(head, shorterEdge) ? shrink(file, shorterEdge) : file;
  const { data, info } = await shrunk
    .toColourspace(grey ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const mode = ({ 1: 'L', 3: 'RGB', 4: 'RGBA' } as const)[info.channels as 1 | 3 | 4];
  if (mode === undefined) throw new DamageError(`${info.channels} channels; 1, 3 or 4 can be read`);
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

/** Without a call to sharp, so that its decoding is asked for at once and goes on whatever this thread does. */
function headOfJpeg(bytes: Uint8Array, format: ImageFormat): Head | undefined {
  const head = format === 'jpeg' ? jpegHead(bytes) : undefined;
  return head && { ...head, grey: head.components === 1, losesAlpha: false };
}

async function headOf(file: Sharp, bytes: Uint8Array): Promise<Head> {
  const { width, height, space, hasAlpha } = await file.metadata();
  const opaque = !hasAlpha || isOpaqueToPillow(bytes);
  return { width, height, grey: (space === 'b-w' || space === 'grey16') && opaque, losesAlpha: hasAlpha && opaque };
}

const shrink = (file: Sharp, edge: number): Sharp => file.resize({ width: edge, height: edge, fit: 'outside' });

const describeStart = (bytes: Uint8Array): string =>
  bytes.length === 0 ? 'it is empty' : `it begins with ${Buffer.from(bytes.subarray(0, 4)).toString('hex')}`;
