import { constants, deflateSync, inflateSync } from 'node:zlib';
import { messageOf, UserError, type RawImage } from '@alignclip/core';
import { loadedSharp, sharpOptions } from './image-file';
import { chunksOf, madePng } from './png-chunks';
import { pngHead, samplesOf, type PngHead } from './png-head';

/** Makes an image of a PNG file that has nothing but pixels and palette. */
type Use<T> = (png: Uint8Array) => Promise<T>;

/**
 * Calls `use` with the same image as IHDR, PLTE and IDAT only: what else a file holds (profiles, texts, transparency of one
 * colour, further frames) does not change the pixels that Pillow gives, and a decoder would unpack it, whatever its size.
 * Like Pillow, it checks the sums of the chunks before the pixels, and takes missing rows of an interlaced file as zeros
 * where the compressed data end properly. Throws UserError where the file is corrupt.
 */
export async function withPlainPng<T>(bytes: Uint8Array, use: Use<T>): Promise<T> {
  const head = pngHead(bytes);
  const { colours, pixels } = chunksOf(bytes);
  const palette = head.colour === 'palette' ? withColours(colours, 2 ** head.depth) : undefined;
  return withPixels(head, pixels, (parts) => use(madePng(bytes.subarray(16, 29), parts, palette)));
}

/**
 * A PNG file of indices or single bits as Pillow opens it: palette → P; bilevel, which a palette of black and white equals.
 * Transparency is dropped. Throws UserError for a corrupt file.
 */
export async function decodeIndexedPng(bytes: Uint8Array): Promise<RawImage> {
  const head = pngHead(bytes);
  const { width, height, depth } = head;
  const { colours, pixels } = chunksOf(bytes);
  checkDataSize(pixels, head);
  const header = Buffer.from(bytes.subarray(16, 29));
  header[9] = 0; // grey of as many bits has the same layout
  const sharp = await loadedSharp();
  const data = await withPixels(head, pixels, (parts) =>
    sharp(madePng(header, parts), sharpOptions).toColourspace('b-w').raw({ depth: 'uchar' }).toBuffer(),
  );
  const step = 255 / (2 ** depth - 1);
  let most = 0;
  for (let i = 0; i < data.length; i += 1) {
    const index = data[i]! / step;
    data[i] = index;
    if (index > most) most = index;
  }
  const palette = head.colour === 'grey' ? Uint8Array.of(0, 0, 0, 255, 255, 255) : withColours(colours, most + 1);
  return { width, height, mode: 'P', data, palette };
}

/** Decodes the pixels, and again with all their rows where the decoder misses some. */
async function withPixels<T>(
  head: PngHead,
  pixels: readonly Uint8Array[],
  use: (pixels: readonly Uint8Array[]) => Promise<T>,
): Promise<T> {
  try {
    return await use(pixels);
  } catch (error) {
    const rows = allRows(Buffer.concat(pixels), head);
    if (rows === undefined) throw error;
    return use([deflateSync(rows, { level: 0 })]);
  }
}

/** The unpacked rows; undefined where the data are corrupt or cut. */
function allRows(data: Uint8Array, head: PngHead): Uint8Array | undefined {
  const count = rowBytes(head);
  const unpacked = (finishFlush: number): Uint8Array | undefined => {
    try {
      return inflateSync(data, { maxOutputLength: count + 1024, finishFlush });
    } catch {
      return undefined;
    }
  };
  const ended = unpacked(constants.Z_FINISH);
  const rows = ended ?? unpacked(constants.Z_SYNC_FLUSH); // all rows may be there, and only the end of the data missing
  if (rows === undefined || rows.length >= count) return rows?.subarray(0, count);
  if (ended === undefined || !head.interlaced) return undefined;
  const filled = new Uint8Array(count);
  filled.set(ended);
  return filled;
}

/** Adam7: where each pass starts, and its steps. */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of all rows with their filters. */
function rowBytes({ width, height, depth, colour, interlaced }: PngHead): number {
  const bytes = (columns: number, rows: number): number =>
    columns === 0 ? 0 : rows * (1 + Math.ceil((columns * depth * samplesOf[colour]) / 8));
  if (!interlaced) return bytes(width, height);
  const cut = (length: number, first: number, step: number): number => Math.max(0, Math.ceil((length - first) / step));
  return passes.reduce((sum, [x, y, dx, dy]) => sum + bytes(cut(width, x, dx), cut(height, y, dy)), 0);
}

/** At least `count` colours: a palette may have fewer, the others are black. */
function withColours(colours: Uint8Array | undefined, count: number): Uint8Array<ArrayBuffer> {
  const given = Math.floor((colours?.length ?? 0) / 3);
  if (colours === undefined || given > 256) throw new UserError(`a palette of ${given} colours`);
  const palette = new Uint8Array(Math.max(given, count) * 3);
  palette.set(colours.subarray(0, given * 3));
  return palette;
}

/** Throws UserError where the pixels unpack to more than the size declares. */
function checkDataSize(pixels: readonly Uint8Array[], { width, height }: PngHead): void {
  const maxOutputLength = Math.min(2 ** 28, height * (width + 1) * 2 + 1024); // enough for interlaced files too
  try {
    inflateSync(Buffer.concat(pixels), { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw new UserError(messageOf(error));
  }
}
