import { UserError, type RawImage } from '@alignclip/core';
import { unpackLzw } from './lzw';

interface GifHead {
  readonly width: number;
  readonly height: number;
}

/** The first image of a GIF file before its pixels are unpacked. */
interface GifFrame extends GifHead {
  readonly palette: Uint8Array | undefined;
  readonly transparent: number | undefined;
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly interlaced: boolean;
  /** Where its compressed pixels start. */
  readonly start: number;
}

/** The size of the first image, as Pillow gives it. Throws UserError where there is none. */
export const gifHead = (bytes: Uint8Array): GifHead => firstFrame(bytes);

/**
 * The first image of a GIF file as Pillow opens it: P, or L where the palette is the scale of greys. What is transparent
 * has its colour of the palette; what the image leaves uncovered has the transparent index, or 0. Nothing behind the first
 * image is read. Throws UserError for a corrupt file. Source: CompuServe, GIF89a specification.
 */
export function decodeGif(bytes: Uint8Array): RawImage {
  const frame = firstFrame(bytes);
  const { width, height, palette, transparent = 0, box } = frame;
  const data = new Uint8Array(width * height).fill(transparent);
  const indices = unpackLzw(bytes, frame.start, box.width * box.height);
  const rows = frame.interlaced ? interlacedRows(box.height) : undefined;
  let most = transparent;
  for (let row = 0; row < box.height; row += 1) {
    const line = indices.subarray(row * box.width, (row + 1) * box.width);
    for (const index of line) if (index > most) most = index;
    data.set(line, (box.top + (rows?.[row] ?? row)) * width + box.left);
  }
  if (palette === undefined) return { width, height, mode: 'L', data };
  const colours = new Uint8Array(Math.max(palette.length, 3 * (most + 1))); // what a palette lacks is black
  colours.set(palette);
  return { width, height, mode: 'P', data, palette: colours };
}

const [extension, image, trailer, graphicControl] = [0x21, 0x2c, 0x3b, 0xf9];

function firstFrame(bytes: Uint8Array): GifFrame {
  const at = (position: number): number => bytes[position] ?? fail('ends early');
  const word = (position: number): number => at(position) | (at(position + 1) << 8);
  const screen = { width: word(6), height: word(8) };
  const common = paletteAt(bytes, 10, 13);
  let transparent: number | undefined;
  let position = common.end;
  while (at(position) !== image) {
    const kind = at(position);
    if (kind === trailer) return fail('holds no image');
    if (kind !== extension) position += 1;
    else {
      const control = at(position + 1) === graphicControl && at(position + 2) > 3;
      if (control && (at(position + 3) & 1) === 1) transparent = at(position + 6);
      for (position += 2; at(position) !== 0;) position += 1 + at(position);
      position += 1;
    }
  }
  const [left, top] = [word(position + 1), word(position + 3)];
  const box = { left, top, width: word(position + 5), height: word(position + 7) };
  if (box.width * box.height === 0) return fail('its first image has no pixels');
  const own = paletteAt(bytes, position + 9, position + 10);
  return {
    width: Math.max(screen.width, left + box.width),
    height: Math.max(screen.height, top + box.height),
    palette: colours(own.palette ?? common.palette),
    transparent,
    box,
    interlaced: (at(position + 9) & 64) !== 0,
    start: own.end,
  };
}

/** The palette that the flags announce, and where the file goes on. */
function paletteAt(bytes: Uint8Array, flags: number, start: number): { palette?: Uint8Array; end: number } {
  const flag = bytes[flags] ?? fail('ends early');
  if ((flag & 128) === 0) return { end: start };
  const end = start + 3 * 2 ** ((flag & 7) + 1);
  return { palette: bytes.slice(start, end), end };
}

/** Undefined for the scale of greys. */
const colours = (palette: Uint8Array | undefined): Uint8Array | undefined =>
  palette?.some((value, i) => value !== Math.floor(i / 3)) ? palette : undefined;

/** The rows of an interlaced image in the order in which they are stored. */
const interlacedRows = (height: number): number[] =>
  [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ].flatMap(([first = 0, step = 1]) =>
    Array.from({ length: Math.max(0, Math.ceil((height - first) / step)) }, (_, i) => first + i * step),
  );

function fail(what: string): never {
  throw new UserError(what);
}
