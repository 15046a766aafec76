import { channelsOf, type RawImage } from '@alignclip/core';
import type { Sharp } from 'sharp';
import { CorruptError } from '../corrupt';
import { inColours } from './colours';
import { decodeGif, gifHead } from './decode-gif';
import { decodeJpeg } from './decode-jpeg';
import { decodeIndexedPng, withPlainPng } from './decode-png';
import {
  checkPixels,
  decodingError,
  imageFormat,
  isShrunk,
  loadedSharp,
  sharpOptions,
  type ImageFormat,
} from './image-file';
import { checkDescriptions, jpegHead } from './jpeg-head';
import { plainWebp } from './plain-webp';
import { isIndexed, pngHead } from './png-head';

export interface DecodeImageOptions {
  /** Larger images are shrunk to this shorter edge in pixels. */
  readonly shorterEdge?: number | undefined;
  /** Awaited before memory is taken for a large image, so that not many of them are decoded at the same time. */
  readonly turn?: (() => Promise<void>) | undefined;
}

/**
 * A JPEG, PNG, WebP or GIF file (the first image of an animation) in the mode in which Pillow opens it, with CMYK as RGB and
 * 16 bits as 8; colour profiles and orientation tags are ignored, as in CLIP's own pipeline. Throws CorruptError for
 * anything else and for files that are cut short. Memory: what the declared size needs, for at most `maxPixels`.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeImageOptions = {}): Promise<RawImage> {
  const format = imageFormat(bytes);
  if (format === undefined) throw new CorruptError(`not a JPEG, PNG, WebP or GIF file (${describeStart(bytes)})`);
  try {
    return await decoders[format](bytes, options);
  } catch (error) {
    throw decodingError(format, error);
  }
}

/** 10 million pixels: 30 MB in colour. */
const largePixels = 10_000_000;

/** Throws CorruptError for too many pixels. */
async function roomFor(size: { width: number; height: number }, { turn }: DecodeImageOptions): Promise<void> {
  checkPixels(size);
  if (size.width * size.height > largePixels) await turn?.();
}

const decoders: Readonly<Record<ImageFormat, (bytes: Uint8Array, options: DecodeImageOptions) => Promise<RawImage>>> = {
  jpeg: async (bytes, options) => {
    checkDescriptions(bytes);
    const head = jpegHead(bytes);
    if (head !== undefined) await roomFor(head, options);
    return (await decodeJpeg(bytes, options.shorterEdge)) ?? jpegBySharp(bytes, options);
  },
  png: pngInItsMode,
  gif: gifInItsMode,
  webp: async (bytes, options) => {
    const file = (await loadedSharp())(plainWebp(bytes), sharpOptions);
    const { width, height } = await file.metadata();
    await roomFor({ width, height }, options);
    return decoded(shrunk(file, { width, height }, options.shorterEdge).toColourspace('srgb'));
  },
};

async function pngInItsMode(bytes: Uint8Array, options: DecodeImageOptions): Promise<RawImage> {
  const head = pngHead(bytes);
  const { shorterEdge } = options;
  await roomFor(head, options);
  if (isIndexed(head) && !isShrunk(head, shorterEdge)) return decodeIndexedPng(bytes);
  const sharp = await loadedSharp();
  return withPlainPng(bytes, async (plain) => {
    const file = shrunk(sharp(plain, sharpOptions), head, shorterEdge);
    if (head.colour !== 'grey') return decoded(file.toColourspace('srgb'));
    if (head.depth < 16) return decoded(file.toColourspace('b-w'));
    return upperBytes(await pixelsOf(file.toColourspace('grey16'), 'ushort'));
  });
}

/** Pillow gives white for every value above 255. */
function upperBytes({ width, height, data }: Pixels): RawImage {
  const { buffer, byteOffset } = data;
  const values = new Uint16Array(buffer, byteOffset, width * height);
  const upper = new Uint8Array(values.length);
  for (let i = 0; i < upper.length; i += 1) upper[i] = values[i]! >> 8;
  return { width, height, mode: 'L', data: upper };
}

async function gifInItsMode(bytes: Uint8Array, options: DecodeImageOptions): Promise<RawImage> {
  await roomFor(gifHead(bytes), options);
  const { shorterEdge } = options;
  const image = decodeGif(bytes);
  if (!isShrunk(image, shorterEdge)) return image;
  const sharp = await loadedSharp();
  const { width, height, mode, data } = inColours(image);
  const file = sharp(data, { raw: { width, height, channels: mode === 'L' ? 1 : 3 } });
  return decoded(shrunk(file, image, shorterEdge).toColourspace(mode === 'L' ? 'b-w' : 'srgb'));
}

/** Without a call to sharp before it decodes, so that it starts at once, whatever this thread does meanwhile. */
async function jpegBySharp(bytes: Uint8Array, options: DecodeImageOptions): Promise<RawImage> {
  const file = (await loadedSharp())(bytes, sharpOptions);
  const { width, height, components } = jpegHead(bytes) ?? (await sizeBySharp(file, options));
  const whole = shrunk(file, { width, height }, options.shorterEdge);
  if (components !== 4) return decoded(whole.toColourspace(components === 1 ? 'b-w' : 'srgb'));
  return fromCmyk(await pixelsOf(whole.pipelineColourspace('cmyk').toColourspace('cmyk')));
}

async function sizeBySharp(file: Sharp, options: DecodeImageOptions) {
  const { width, height, channels } = await file.metadata();
  await roomFor({ width, height }, options);
  return { width, height, components: channels };
}

const shrunk = (file: Sharp, size: { width: number; height: number }, edge: number | undefined): Sharp =>
  isShrunk(size, edge) ? file.resize({ width: edge, height: edge, fit: 'outside' }) : file;

/** By the number of channels. */
const modes: Readonly<Record<number, RawImage['mode']>> = { 1: 'L', 3: 'RGB', 4: 'RGBA' };

async function decoded(file: Sharp): Promise<RawImage> {
  const { data, width, height, channels } = await pixelsOf(file);
  const mode = modes[channels];
  if (mode === undefined) throw new CorruptError(`${channels} channels; 1, 3 or 4 can be read`);
  return { width, height, mode, data };
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Buffer;
}

async function pixelsOf(file: Sharp, depth: 'uchar' | 'ushort' = 'uchar'): Promise<Pixels> {
  const { data, info } = await file.raw({ depth }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: info.channels, data };
}

/** As Pillow converts CMYK, without a profile. Source: Pillow, libImaging/Convert.c, `cmyk2rgb`. */
function fromCmyk({ width, height, data: inks }: Pixels): RawImage {
  const data = new Uint8Array(width * height * channelsOf.RGB);
  for (let from = 0, to = 0; to < data.length; from += 4) {
    const light = 255 - inks[from + 3]!;
    for (let ink = 0; ink < 3; ink += 1) {
      const product = inks[from + ink]! * light + 128;
      data[to++] = light - (((product >> 8) + product) >> 8);
    }
  }
  return { width, height, mode: 'RGB', data };
}

const describeStart = (bytes: Uint8Array): string =>
  bytes.length === 0 ? 'it is empty' : `it starts with ${Buffer.from(bytes.subarray(0, 4)).toString('hex')}`;
