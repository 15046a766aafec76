import { nativeImages, selectBackend } from '@alignclip/backend';
import { hasAddOn, noAddOn } from '@alignclip/backend/testing';
import { random } from '@alignclip/core';
import { itWhere } from '@alignclip/core/testing';
import sharp, { type Sharp } from 'sharp';
import { decodeJpeg } from './decode-jpeg';
import { checkDescriptions, jpegHead } from './jpeg-head';

beforeAll(() => selectBackend());

/** Smooth with noise, so that DCT and chroma upsampling have something to round. */
function image(width: number, height: number, channels: 1 | 3): Sharp {
  const chance = random('jpeg', width, height, channels);
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) =>
    Math.floor(80 * (1 + Math.sin(i / 50)) + chance.integer(90)),
  );
  return sharp(data, { raw: { width, height, channels } });
}

const colour = () => image(67, 45, 3);
const files: Readonly<Record<string, () => Sharp>> = {
  '4:2:0': () => colour().jpeg({ quality: 75 }),
  '4:4:4': () => colour().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }),
  coarse: () => colour().jpeg({ quality: 5 }),
  grey: () => image(33, 70, 1).toColourspace('b-w').jpeg(),
  'with a profile and an orientation': () => colour().withIccProfile('p3').withMetadata({ orientation: 6 }).jpeg(),
  'a pixel': () => image(1, 1, 3).jpeg(),
  large: () => image(640, 479, 3).jpeg(),
};

describe('decodeJpeg', () => {
  it.each(Object.entries(files))('gives the bytes of sharp: %s', async (_, file) => {
    const bytes = await file().toBuffer();
    const { space } = await sharp(bytes).metadata();
    const { data, info } = await sharp(bytes, { ignoreIcc: true })
      .toColourspace(space === 'b-w' ? 'b-w' : 'srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const found = await decodeJpeg(bytes, undefined);
    if (!nativeImages()) return expect(found).toBeUndefined();
    expect(found).toMatchObject({ width, height, mode: channels === 1 ? 'L' : 'RGB' });
    expect(Buffer.compare(found!.data, data)).toBe(0);
  });

  itWhere(hasAddOn(), noAddOn, 'decodes many at once, each into its own', async () => {
    const all = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        image(9 + i, 9, 3)
          .jpeg()
          .toBuffer(),
      ),
    );
    const found = await Promise.all(all.map((bytes) => decodeJpeg(bytes, undefined)));
    for (const [i, one] of found.entries())
      expect(Buffer.compare(one!.data, await sharp(all[i]).raw().toBuffer())).toBe(0);
  });

  it('leaves to sharp what it would shrink, CMYK, progressive files, and what is not whole', async () => {
    const bytes = await colour().jpeg().toBuffer();
    const cmyk = await colour().toColourspace('cmyk').jpeg().toBuffer();
    const progressive = await colour().jpeg({ progressive: true }).toBuffer();
    const broken = Buffer.from(bytes).fill(0xff, bytes.length - 400, bytes.length - 100);
    for (const left of [
      cmyk,
      progressive,
      broken,
      bytes.subarray(0, bytes.length - 40),
      bytes.subarray(0, 30),
      Buffer.alloc(0),
    ])
      expect(await decodeJpeg(left, undefined)).toBeUndefined();
    expect(await decodeJpeg(bytes, 44)).toBeUndefined();
    expect(await decodeJpeg(bytes, 45)).toEqual(await decodeJpeg(bytes, undefined));
  });
});

const pixels = (channels: 1 | 3 | 4) =>
  sharp(Buffer.alloc(20 * 7 * channels, 90), { raw: { width: 20, height: 7, channels } });

describe('jpegHead', () => {
  it('reads size and components of grey, colour, CMYK and progressive files as the decoder does', async () => {
    const files = [
      [1, await pixels(1).toColourspace('b-w').jpeg().toBuffer()],
      [
        3,
        await pixels(3)
          .jpeg({ progressive: true })
          .withExif({ IFD0: { Copyright: 'x'.repeat(900) } })
          .toBuffer(),
      ],
      [4, await pixels(3).toColourspace('cmyk').jpeg().toBuffer()],
    ] as const;
    for (const [components, file] of files) {
      expect(jpegHead(file)).toEqual({ width: 20, height: 7, components, sequential: components !== 3 });
      expect(await sharp(file).metadata()).toMatchObject({ width: 20, height: 7, channels: components });
    }
  });

  it('passes fill bytes and markers without a length', async () => {
    const file = await pixels(3).jpeg().toBuffer();
    const odd = Buffer.concat([file.subarray(0, 2), Buffer.of(0xff, 0x01, 0xff, 0xff), file.subarray(2)]);
    expect(jpegHead(odd)).toEqual(jpegHead(file));
  });

  it('gives nothing for files that are cut short, broken, or without a size', async () => {
    const file = await pixels(3).jpeg().toBuffer();
    const frame = file.findIndex(
      (byte, at) => byte === 0xff && (file[at + 1]! & 0xf0) === 0xc0 && file[at + 1] !== 0xc4,
    );
    const noHeight = Buffer.from(file);
    noHeight.writeUInt16BE(0, frame + 5);
    const noLength = Buffer.from(file);
    noLength.writeUInt16BE(0, 4);
    const bad = [Buffer.alloc(0), file.subarray(0, 3), file.subarray(0, frame + 9), noHeight, noLength];
    expect(bad.map(jpegHead)).toEqual(bad.map(() => undefined));
    expect(jpegHead(Buffer.alloc(100, 0xff))).toBeUndefined();
    expect(jpegHead(Buffer.concat([file.subarray(0, 2), Buffer.of(0xff, 0xda), file.subarray(2)]))).toBeUndefined();
  });
});

describe('checkDescriptions', () => {
  it('refuses a file with very many comments, wherever they are', async () => {
    const file = await pixels(3).jpeg().toBuffer();
    const comments = Buffer.concat(Array.from({ length: 300_000 }, () => Buffer.of(0xff, 0xfe, 0, 2)));
    for (const place of [2, file.length - 2]) {
      const bomb = Buffer.concat([file.subarray(0, place), comments, file.subarray(place)]);
      expect(() => checkDescriptions(bomb)).toThrow(/more than 100000 comments/);
    }
    expect(() => checkDescriptions(file)).not.toThrow();
  });
});
