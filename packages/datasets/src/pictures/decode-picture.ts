import { UserError, type Picture } from '@alignclip/core';
import type { Sharp } from 'sharp';
import { DamageError } from '../stored/stored-example';
import { decodePng } from './decode-png';
import { isOpaqueToPillow, isPalettePng, pictureFormat } from './picture-format';
import { checkPngDataSize } from './png-data-size';

export interface DecodePictureOptions {
  /** Larger pictures are shrunk so that their shorter edge has so many pixels. */
  readonly shorterEdge?: number | undefined;
}

/** Beyond it a small file could claim any amount of memory. */
const mostPixels = 100_000_000;

/**
 * A JPEG, PNG, WebP or GIF file (the first picture of an animation) in the mode that Pillow opens it in, but CMYK and
 * animations as RGB; colour profiles and orientation tags count for nothing, as in CLIP's own pipeline. Throws
 * DamageError for anything else and for files cut short.
 */
export async function decodePicture(bytes: Uint8Array, options: DecodePictureOptions = {}): Promise<Picture> {
  const format = pictureFormat(bytes);
  if (format === undefined) throw new DamageError(`not a JPEG, PNG, WebP or GIF file (${describeStart(bytes)})`);
  try {
    if (format === 'png' && isPalettePng(bytes) && options.shorterEdge === undefined) return decodePalette(bytes);
    return await decodeWithSharp(bytes, options);
  } catch (error) {
    if (error instanceof UserError || error instanceof DamageError) throw new DamageError(error.message);
    throw new DamageError(`${format}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
}

function decodePalette(bytes: Uint8Array): Picture {
  if (bytes.length >= 33) checkPngDataSize(bytes);
  return decodePng(bytes);
}

async function decodeWithSharp(bytes: Uint8Array, { shorterEdge }: DecodePictureOptions): Promise<Picture> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false); // pictures are seen once
  const file = sharp(bytes, { limitInputPixels: mostPixels, pages: 1, failOn: 'error', ignoreIcc: true });
  const { width, height, space, hasAlpha } = await file.metadata();
  const opaque = !hasAlpha || isOpaqueToPillow(bytes);
  const grey = (space === 'b-w' || space === 'grey16') && opaque;
  if (hasAlpha && opaque) file.removeAlpha();
  const shrunk = shorterEdge !== undefined && Math.min(width, height) > shorterEdge ? shrink(file, shorterEdge) : file;
  const { data, info } = await shrunk
    .toColourspace(grey ? 'b-w' : 'srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const mode = ({ 1: 'L', 3: 'RGB', 4: 'RGBA' } as const)[info.channels as 1 | 3 | 4];
  if (mode === undefined) throw new DamageError(`${info.channels} channels; 1, 3 or 4 can be read`);
  return { width: info.width, height: info.height, mode, data };
}

const shrink = (file: Sharp, edge: number): Sharp => file.resize({ width: edge, height: edge, fit: 'outside' });

const describeStart = (bytes: Uint8Array): string =>
  bytes.length === 0 ? 'it is empty' : `it begins with ${Buffer.from(bytes.subarray(0, 4)).toString('hex')}`;
