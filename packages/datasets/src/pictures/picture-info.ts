import type { Picture } from '@alignclip/core';
import { DamageError } from '../stored/stored-example';
import { pictureFormat, type PictureFormat } from './picture-format';

export interface PictureInfo {
  /** `pixels` where it is no file. */
  readonly format: PictureFormat | 'pixels';
  readonly width: number;
  readonly height: number;
}

/** What the head of a picture's file says; nothing is decoded. Throws DamageError where it says nothing. */
export async function pictureInfo(picture: Uint8Array | Picture): Promise<PictureInfo> {
  if (!(picture instanceof Uint8Array)) return { format: 'pixels', width: picture.width, height: picture.height };
  const format = pictureFormat(picture);
  if (format === undefined) throw new DamageError('not a JPEG, PNG, WebP or GIF file');
  const { default: sharp } = await import('sharp');
  try {
    const { width, height } = await sharp(picture, { limitInputPixels: false }).metadata();
    return { format, width, height };
  } catch (error) {
    throw new DamageError(`${format}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
}
