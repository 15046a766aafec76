import { nativeJpeg } from '@alignclip/backend';
import type { RawImage } from '@alignclip/core';
import { isShrunk, maxPixels } from './image-file';

/**
 * A valid grey or RGB JPEG file, with the same bytes as sharp's, for small images in a tenth of the time; undefined where
 * sharp is needed: for everything else, without native TensorFlow, and to shrink. Progressive files are left to sharp:
 * where scans are missing, libjpeg-turbo and sharp's libjpeg smooth the blocks in different ways.
 */
export async function decodeJpeg(bytes: Uint8Array, shorterEdge: number | undefined): Promise<RawImage | undefined> {
  const head = jpegHead(bytes);
  if (!head?.sequential || head.width * head.height > maxPixels || isShrunk(head, shorterEdge)) return undefined;
  const { width, height, components } = head;
  const data = await nativeJpeg(bytes, head);
  return data && { width, height, mode: components === 1 ? 'L' : 'RGB', data };
}

export interface JpegHead {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 3: colour, 4: CMYK. */
  readonly components: number;
  /** Each block is in a single scan: baseline and extended sequential files (SOF0, SOF1). */
  readonly sequential: boolean;
}

const scan = 0xda;

/**
 * The first frame header of a JPEG file (ITU T.81, B.2.2), read without decoding or waiting; undefined where there is
 * none before the first scan, or it does not state the size.
 */
export function jpegHead(bytes: Uint8Array): JpegHead | undefined {
  const word = (at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) at += 1;
    else if (standsAlone(marker)) at += 2;
    else if (marker === scan || word(at + 2) < 2) return undefined;
    else if (isFrame(marker)) {
      const [height, width, components] = [word(at + 5), word(at + 7), bytes[at + 9]!];
      const head = { width, height, components, sequential: marker <= 0xc1 };
      return head.width * head.height * head.components === 0 ? undefined : head;
    } else at += 2 + word(at + 2);
  }
  return undefined;
}

/** TEM, RST0 … RST7, SOI, EOI: markers without a length. */
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd9);

/** SOF0 … SOF15 without DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
