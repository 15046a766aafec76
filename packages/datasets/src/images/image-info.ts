import type { RawImage } from '@alignclip/core';
import { DamageError } from '../stored/stored-example';
import { imageFormat, type ImageFormat } from './image-format';

export interface ImageInfo {
  /** `pixels` where it is no file. */
  readonly format: ImageFormat | 'pixels';
  readonly width: number;
  readonly height: number;
}

/** What the head of an image's file says; nothing is decoded. Throws DamageError where it says nothing. */
export async function imageInfo(image: Uint8Array | RawImage): Promise<ImageInfo> {
  if (!(image instanceof Uint8Array)) return { format: 'pixels', width: image.width, height: image.height };
  const format = imageFormat(image);
  if (format === undefined) throw new DamageError('not a JPEG, PNG, WebP or GIF file');
  const { default: sharp } = await import('sharp');
  try {
    const { width, height } = await sharp(image, { limitInputPixels: false }).metadata();
    return { format, width, height };
  } catch (error) {
    throw new DamageError(`${format}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
}
