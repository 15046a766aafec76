import { channelsOf, type Random, type RawImage } from '@alignclip/core';
import { decodeImage } from '@alignclip/datasets';
import { constants, crc32, deflateRawSync, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { chosen, happens } from '../inputs/draw';
import { mutationsOf, assure, type Target } from '../target';
import { fixture } from './places';

async function read(bytes: Uint8Array, shorterEdge?: number): Promise<void> {
  const image = await decodeImage(bytes, { shorterEdge });
  checkImage(image);
}

/** What every decoded image must be. */
export function checkImage({ width, height, mode, data, palette }: RawImage): void {
  assure(width > 0 && height > 0 && Number.isInteger(width * height), `a size of ${width} × ${height}`);
  assure(data.length === width * height * channelsOf[mode], `${data.length} bytes for ${width} × ${height} of ${mode}`);
  if (mode !== 'P') return;
  assure(palette !== undefined && palette.length > 0 && palette.length % 3 === 0, 'P without whole colours');
  assure(
    data.every((index) => 3 * index < palette.length),
    'an index without a colour',
  );
}

const target = (format: string, make: Target['make']): Target => ({
  name: format,
  file: `input.${format}`,
  weight: 3,
  make,
  megabytes: 700, // a valid image may be that large
  read: (_, bytes) => read(bytes, bytes.length % 3 === 0 ? 5 : undefined),
});

const pixels = (channels: 1 | 3 | 4) => {
  const data = Buffer.from(Array.from({ length: 20 * 13 * channels }, (_, i) => (i * 37) % 256));
  return sharp(data, { raw: { width: 20, height: 13, channels } });
};

const jpeg = target(
  'jpeg',
  mutationsOf(() => [
    ...['grey', 'rgb', 'subsampled', 'progressive', 'turned'].map((name) => fixture(`images/${name}.jpg`)),
    pixels(3).jpeg().toBuffer(),
    pixels(1).toColourspace('b-w').jpeg().toBuffer(),
    pixels(3).toColourspace('cmyk').jpeg().toBuffer(),
    pixels(3).jpeg({ progressive: true, optimiseScans: true }).toBuffer(),
  ]),
);

const webp = target(
  'webp',
  mutationsOf(() => [
    ...['alpha', 'lossless'].map((name) => fixture(`images/${name}.webp`)),
    pixels(3).webp().toBuffer(),
    pixels(4).webp({ nearLossless: true }).toBuffer(),
  ]),
);

const gif = target(
  'gif',
  mutationsOf(() => [
    fixture('images/first-of-two.gif'),
    pixels(3).gif().toBuffer(),
    pixels(4)
      .gif({ interlace: true } as object)
      .toBuffer(),
  ]),
);

const pngNames = ['grey-alpha', 'grey', 'one-bit', 'palette-transparent', 'palette', 'rgb-transparent', 'rgb', 'rgba'];

const png = target(
  'png',
  mutationsOf(() => [...pngNames, 'two-bits'].map((name) => fixture(`images/${name}.png`)), {
    seal: sealedPng,
    others: [grownPng],
  }),
);

const signature = Buffer.from('89504e470d0a1a0a', 'hex');

function chunk(type: string, body: Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}

/** With the right checksum for every chunk, as far as the lengths can be followed. */
function sealedPng(bytes: Buffer): Buffer {
  const sealed = Buffer.from(bytes);
  for (let at = 8; at + 12 <= sealed.length;) {
    const length = sealed.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > sealed.length) break;
    sealed.writeUInt32BE(crc32(sealed.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return sealed;
}

const channelsOfColour: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** A gigabyte of zeros as a megabyte of zlib's format, without its checksum. */
const manyZeros = (): Buffer => {
  const some = deflateRawSync(Buffer.alloc(2 ** 24), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([Buffer.of(0x78, 0x9c), ...Array.from({ length: 64 }, () => some)]);
};
let bomb: Buffer | undefined;

/** A PNG of any header over rows of nearly the right size, with chunks that may be doubled, missing, unknown or a bomb. */
function grownPng(random: Random): Buffer {
  const [width, height] = [1 + random.integer(20), 1 + random.integer(20)];
  const [depth, colour] = [chosen(random, [1, 2, 4, 8, 16]), chosen(random, [0, 2, 3, 3, 4, 6])];
  const interlaced = happens(random, 0.5);
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, depth, colour, 0, 0, Number(interlaced)]);
  const rowBytes = Math.ceil((width * depth * channelsOfColour[colour]!) / 8) + 1;
  const size = Math.max(0, rowBytes * height + (interlaced ? 8 * height : 0) + random.integer(40) - 20);
  const rows = Buffer.from(Array.from({ length: size }, () => random.integer(happens(random, 0.5) ? 5 : 256)));
  const odd = chosen(random, [
    'iCCP',
    'zTXt',
    'iTXt',
    'gAMA',
    'eXIf',
    'tRNS',
    'bKGD',
    'acTL',
    'fdAT',
    'CgBI',
    'pHYs',
    'sPLT',
  ]);
  bomb ??= Buffer.concat([Buffer.from('a\0\0'), manyZeros()]);
  const some = Buffer.from(Array.from({ length: random.integer(30) }, () => random.integer(256)));
  const parts = [
    ...(happens(random, 0.3) ? [chunk(odd, happens(random, 0.2) ? bomb : some)] : []),
    ...(colour === 3 || happens(random, 0.1) ? [chunk('PLTE', some.subarray(0, 3 * Math.floor(some.length / 3)))] : []),
    ...(happens(random, 0.2) ? [chunk('tRNS', some)] : []),
    ...(happens(random, 0.95) ? [chunk('IDAT', deflateSync(rows))] : []),
    ...(happens(random, 0.1) ? [chunk('IDAT', some)] : []),
    ...(happens(random, 0.95) ? [chunk('IEND', Buffer.alloc(0))] : []),
  ];
  return Buffer.concat([signature, chunk('IHDR', header), ...parts]);
}

export const imageTargets: readonly Target[] = [png, jpeg, gif, webp];
