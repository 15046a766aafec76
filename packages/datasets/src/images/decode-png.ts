import { UserError, type RawImage } from '@alignclip/core';
import { decode, type DecodedPng } from 'fast-png';

/** Most pixels of an image that is read; beyond it a small file could claim any amount of memory. */
const mostPixels = 100_000_000;

/**
 * A PNG file in its own mode, as Pillow opens it: grey → L, RGB, RGBA, palette → P with indices and colours; grey with
 * alpha becomes RGBA; transparency of RGB and palette files is dropped. Throws UserError for anything that is no PNG
 * of 8 bits or fewer.
 */
export function decodePng(bytes: Uint8Array, name = 'image'): RawImage {
  const { width, height } = declaredSize(bytes, name);
  if (width * height > mostPixels)
    throw new UserError(`${name}: ${width} × ${height} pixels are more than ${mostPixels}`);
  const png = decodeChecked(bytes, name);
  if (png.depth === 16)
    throw new UserError(`${name}: 16 bits a channel; only PNG files of 8 bits or fewer can be read`);
  const image = { width: png.width, height: png.height };
  const data = png.depth === 8 ? (png.data as Uint8Array) : unpackBits(png);
  if (png.palette !== undefined && png.channels === 1 && isPalette(bytes)) {
    return {
      ...image,
      mode: 'P',
      data,
      palette: Uint8Array.from(png.palette.flatMap((colour) => colour.slice(0, 3))),
    };
  }
  if (png.channels === 1) return greyImage(image, data, png.depth);
  if (png.channels === 2) return { ...image, mode: 'RGBA', data: greyAlphaToRgba(data) };
  return { ...image, mode: png.channels === 3 ? 'RGB' : 'RGBA', data };
}

function declaredSize(bytes: Uint8Array, name: string): { width: number; height: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47) throw new UserError(`${name}: not a PNG file`);
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

const isPalette = (bytes: Uint8Array) => bytes[25] === 3;

function decodeChecked(bytes: Uint8Array, name: string): DecodedPng {
  try {
    return decode(bytes, { checkCrc: true });
  } catch (error) {
    throw new UserError(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Pillow opens 1-bit grey as bilevel, which it resizes by nearest neighbour: a palette of black and white does that. */
function greyImage(size: { width: number; height: number }, data: Uint8Array, depth: number): RawImage {
  if (depth === 1) return { ...size, mode: 'P', data, palette: Uint8Array.of(0, 0, 0, 255, 255, 255) };
  const step = 255 / (2 ** depth - 1);
  return { ...size, mode: 'L', data: depth === 8 ? data : data.map((value) => value * step) };
}

/** One byte a sample from rows of 1, 2 or 4 bits, each row starting on a byte. */
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
