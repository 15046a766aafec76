import { UserError } from '@alignclip/core';

export interface JpegHead {
  readonly width: number;
  readonly height: number;
  /** 1: grey, 3: colour, 4: CMYK. */
  readonly components: number;
  /** Each block is in a single scan: baseline and extended sequential files (SOF0, SOF1). */
  readonly sequential: boolean;
}

const scan = 0xda;

/** Each may hold 64 KiB: more than a profile of any size needs. */
const maxDescriptions = 100_000;

/** A smaller file can't hold enough of them. */
const minBytes = 2 ** 20;

/** Throws UserError for a file with very many comments and application segments: libjpeg keeps a record of each. */
export function checkDescriptions(bytes: Uint8Array): void {
  if (bytes.length < minBytes) return;
  let found = 0;
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes[at + 1]!;
    if ((marker >= 0xe0 && marker <= 0xef) || marker === 0xfe) found += 1;
    if (found > maxDescriptions) throw new UserError(`more than ${maxDescriptions} comments`);
  }
}

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
