import { crc32 } from 'node:zlib';
import { UserError } from '@alignclip/core';

/** What the header of a PNG file says. */
export interface PngHead {
  readonly width: number;
  readonly height: number;
  /** Bits per sample. */
  readonly depth: number;
  readonly colour: PngColour;
  readonly interlaced: boolean;
}

type PngColour = 'grey' | 'RGB' | 'palette' | 'grey with alpha' | 'RGBA';

/** Samples of a pixel. */
export const samplesOf: Readonly<Record<PngColour, number>> = {
  grey: 1,
  RGB: 3,
  palette: 1,
  'grey with alpha': 2,
  RGBA: 4,
};

const kinds: ReadonlyMap<number, readonly [colour: PngColour, depths: readonly number[]]> = new Map([
  [0, ['grey', [1, 2, 4, 8, 16]]],
  [2, ['RGB', [8, 16]]],
  [3, ['palette', [1, 2, 4, 8]]],
  [4, ['grey with alpha', [8, 16]]],
  [6, ['RGBA', [8, 16]]],
]);

const signature = '89504e470d0a1a0a';
const ihdr = 0x49484452;

/** Reads the header. Throws UserError for anything but a PNG file of a valid kind. Source: ISO/IEC 15948, 11.2.2. */
export function pngHead(bytes: Uint8Array): PngHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || Buffer.from(bytes.subarray(0, 8)).toString('hex') !== signature)
    throw new UserError('not a PNG file');
  if (view.getUint32(8) !== 13 || view.getUint32(12) !== ihdr || crc32(bytes.subarray(12, 29)) !== view.getUint32(29))
    throw new UserError('its header is corrupt');
  const [width, height, depth, type] = [view.getUint32(16), view.getUint32(20), bytes[24]!, bytes[25]!];
  const [colour, depths = []] = kinds.get(type) ?? [];
  if (colour === undefined || !depths.includes(depth))
    throw new UserError(`there are no PNG files of colour type ${type} with ${depth} bits`);
  return { width, height, depth, colour, interlaced: bytes[28] !== 0 };
}

/** Pixels that are indices or single bits, which Pillow resizes by nearest neighbour. */
export const isIndexed = ({ colour, depth }: PngHead): boolean =>
  colour === 'palette' || (colour === 'grey' && depth === 1);
