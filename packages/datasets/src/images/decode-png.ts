import { inflateSync } from 'node:zlib';
import { messageOf, UserError, type RawImage } from '@alignclip/core';
import { decode, type DecodedPng } from 'fast-png';
import { maxPixels } from './image-file';

/**
 * A PNG file in its own mode, as Pillow opens it: grey → L, RGB, RGBA, palette → P with indices and colours; grey with
 * alpha becomes RGBA; transparency of RGB and palette files is dropped. Throws UserError for anything that is not a PNG
 * file of 8 bits or fewer.
 */
export function decodePng(bytes: Uint8Array, name = 'image'): RawImage {
  const { width, height } = declaredSize(bytes, name);
  if (width * height > maxPixels) {
    throw new UserError(`${name}: ${width} × ${height} pixels are more than ${maxPixels}`);
  }
  if (isPalettePng(bytes)) checkDataSize(bytes, width, height, name);
  const png = decodeChecked(bytes, name);
  if (png.depth === 16) {
    throw new UserError(`${name}: 16 bits per channel; only PNG files of 8 bits or fewer can be read`);
  }
  const image = { width: png.width, height: png.height };
  const data = png.depth === 8 ? (png.data as Uint8Array) : unpackBits(png);
  if (png.palette !== undefined && png.channels === 1 && hasPalette(bytes)) {
    const palette = Uint8Array.from(png.palette.flatMap((colour) => colour.slice(0, 3)));
    return { ...image, mode: 'P', data, palette };
  }
  if (png.channels === 1) return greyImage(image, data, png.depth);
  if (png.channels === 2) return { ...image, mode: 'RGBA', data: greyAlphaToRgba(data) };
  return { ...image, mode: png.channels === 3 ? 'RGB' : 'RGBA', data };
}

/** A PNG file whose pixels are indices or single bits, which Pillow resizes by nearest neighbour. */
export const isPalettePng = (bytes: Uint8Array): boolean => hasPalette(bytes) || (bytes[25] === 0 && bytes[24] === 1);

const hasPalette = (bytes: Uint8Array): boolean => bytes[25] === 3;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function declaredSize(bytes: Uint8Array, name: string): { width: number; height: number } {
  const view = viewOf(bytes);
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47) throw new UserError(`${name}: not a PNG file`);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

/**
 * Throws UserError where the data of a palette file unpack to more than its size declares: a decoder that unpacks first
 * would take any amount of memory.
 */
function checkDataSize(bytes: Uint8Array, width: number, height: number, name: string): void {
  const maxOutputLength = Math.min(2 ** 28, height * (width + 1) * 2 + 1024); // enough for interlaced files too
  try {
    inflateSync(Buffer.concat(dataChunks(bytes)), { maxOutputLength });
  } catch (error) {
    throw new UserError(`${name}: ${messageOf(error)}`);
  }
}

/** The contents of the IDAT chunks. */
function dataChunks(bytes: Uint8Array): Uint8Array[] {
  const view = viewOf(bytes);
  const chunks: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x49444154) chunks.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return chunks;
}

function decodeChecked(bytes: Uint8Array, name: string): DecodedPng {
  try {
    return decode(bytes, { checkCrc: true });
  } catch (error) {
    throw new UserError(`${name}: ${messageOf(error)}`);
  }
}

/** Pillow opens 1-bit grey as bilevel, which it resizes by nearest neighbour: a palette of black and white does that. */
function greyImage(size: { width: number; height: number }, data: Uint8Array, depth: number): RawImage {
  if (depth === 1) return { ...size, mode: 'P', data, palette: Uint8Array.of(0, 0, 0, 255, 255, 255) };
  const step = 255 / (2 ** depth - 1);
  return { ...size, mode: 'L', data: depth === 8 ? data : data.map((value) => value * step) };
}

/** One byte per sample, from rows of 1, 2 or 4 bits; each row starts on a byte. */
function unpackBits({ width, height, depth, data, channels }: DecodedPng): Uint8Array<ArrayBuffer> {
  const samples = width * channels;
  const rowBytes = Math.ceil((samples * depth) / 8);
  const out = new Uint8Array(height * samples);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < samples; x += 1) {
      const bit = x * depth;
      out[y * samples + x] = (data[y * rowBytes + (bit >> 3)]! >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
  }
  return out;
}

function greyAlphaToRgba(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(data.length * 2);
  for (let i = 0; i < data.length; i += 2) {
    out.fill(data[i]!, i * 2, i * 2 + 3);
    out[i * 2 + 3] = data[i + 1]!;
  }
  return out;
}
