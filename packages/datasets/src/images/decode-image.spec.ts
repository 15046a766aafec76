import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { selectBackend } from '@alignclip/backend';
import { sha256 } from '@alignclip/core';
import sharp from 'sharp';
import { CorruptError } from '../corrupt';
import { declaredPng, pngWith } from '../testing/corrupt-images';
import { colours, expected, fixture, pillow } from '../testing/fixtures';
import { encodePng } from './contact-sheet';
import { decodeImage } from './decode-image';
import { imageInfo } from './image-file';

const pixels = (channels: number) => Buffer.from(Array.from({ length: 12 * 8 * channels }, (_, i) => (i * 37) % 256));
const made = (channels: 1 | 3 | 4) => sharp(pixels(channels), { raw: { width: 12, height: 8, channels } });

describe.each(['off', undefined])('decodeImage, add-on %s', (addOn) => {
  const before = process.env['ALIGNCLIP_CUSTOM_OPS'];
  const set = (value: string | undefined) => {
    if (value === undefined) delete process.env['ALIGNCLIP_CUSTOM_OPS'];
    else process.env['ALIGNCLIP_CUSTOM_OPS'] = value;
  };
  beforeAll(async () => {
    await selectBackend();
    set(addOn ?? before);
  });
  afterAll(() => set(before));

  const modes: Readonly<Record<string, string>> = { LA: 'RGBA', 1: 'P', 'I;16': 'L', CMYK: 'RGB' };

  it.each(Object.entries(expected.images))('decodes %s as Pillow does', async (name, wanted) => {
    const image = await decodeImage(readFileSync(fixture('images', name)));
    expect([image.width, image.height]).toEqual(wanted.size);
    expect(image.mode).toBe(modes[wanted.mode] ?? wanted.mode);
    if (image.mode === wanted.mode) expect(sha256(image.data)).toBe(wanted.stored);
    const colours = await sharp(await encodePng(image))
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer();
    expect(sha256(colours)).toBe(wanted.pixels);
  });

  it.each(Object.entries(pillow.files))(
    'agrees with Pillow: %s',
    async (_name, { file, mode, size, colours: wanted }) => {
      const image = await decodeImage(Buffer.from(file, 'base64'));
      expect([image.mode, image.width, image.height]).toEqual([modes[mode] ?? mode, ...size]);
      expect(sha256(colours(image))).toBe(wanted);
    },
  );

  it('gives the pixels of lossless files in their mode', async () => {
    for (const [mode, channels] of [
      ['RGB', 3],
      ['RGBA', 4],
    ] as const) {
      for (const file of [
        await made(channels).png().toBuffer(),
        await made(channels).webp({ lossless: true, exact: true }).toBuffer(),
      ]) {
        const image = await decodeImage(file);
        expect(image).toMatchObject({ width: 12, height: 8, mode });
        expect(Buffer.compare(image.data, pixels(channels))).toBe(0);
      }
    }
  });

  it('keeps grey JPEG files grey, and shrinks by the shorter edge', async () => {
    const grey = await made(1).toColourspace('b-w').jpeg().toBuffer();
    expect(await decodeImage(grey)).toMatchObject({ mode: 'L', width: 12 });
    expect(await decodeImage(grey, { shorterEdge: 4 })).toMatchObject({ mode: 'L', width: 6, height: 4 });
    expect(await decodeImage(grey, { shorterEdge: 40 })).toMatchObject({ width: 12, height: 8 });
  });

  it('keeps indices and colours of palette PNG files', async () => {
    const image = await decodeImage(declaredPng(2, 2, Buffer.from([0, 0, 0, 0, 0, 0])));
    expect(image).toEqual({
      width: 2,
      height: 2,
      mode: 'P',
      data: new Uint8Array(4),
      palette: Uint8Array.of(255, 0, 0),
    });
  });

  it('refuses what is not a complete image', async () => {
    const jpeg = await made(3).jpeg().toBuffer();
    const png = await made(3).png().toBuffer();
    const webp = await made(3).webp().toBuffer();
    const huge = Buffer.from(png);
    huge.writeUInt32BE(2 ** 31 - 1, 16);
    const bad: Record<string, Uint8Array> = {
      empty: Buffer.alloc(0),
      text: Buffer.from('<!doctype html>'),
      svg: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      zeros: Buffer.alloc(500),
      'start only': jpeg.subarray(0, 3),
      'cut jpeg': jpeg.subarray(0, jpeg.length - 60),
      'cut png': png.subarray(0, png.length - 40),
      'cut webp': webp.subarray(0, 20),
      'huge size': huge,
      'huge palette': declaredPng(2 ** 31 - 1, 2 ** 31 - 1, Buffer.alloc(100)),
      'cut palette': declaredPng(50, 50, Buffer.alloc(10)),
    };
    for (const [name, bytes] of Object.entries(bad)) {
      const failed = await decodeImage(bytes).catch((error: unknown) => error);
      expect([name, failed instanceof CorruptError]).toEqual([name, true]);
    }
  });

  it('shrinks GIF files and palettes in colour', async () => {
    const gif = await made(3).resize(24, 16).gif().toBuffer();
    const png = await made(3).resize(24, 16).png({ palette: true }).toBuffer();
    for (const file of [gif, png]) {
      expect(await decodeImage(file, { shorterEdge: 8 })).toMatchObject({ mode: 'RGB', width: 12, height: 8 });
      expect(await decodeImage(file, { shorterEdge: 16 })).toMatchObject({ mode: 'P', width: 24, height: 16 });
    }
  });

  it.each(['iCCP', 'zTXt', 'iTXt', 'fdAT', 'eXIf', 'tEXt'])('does not unpack a bomb in %s', async (kind) => {
    const bomb = Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(200_000_000))]);
    for (const colour of ['grey', 'palette'] as const) {
      const file = pngWith(kind, bomb, colour);
      const before = process.resourceUsage().maxRSS;
      expect(await decodeImage(file)).toMatchObject({ width: 1, height: 1 });
      expect(await imageInfo(file)).toEqual({ format: 'png', width: 1, height: 1 });
      expect(process.resourceUsage().maxRSS - before).toBeLessThan(50_000);
    }
  });

  it('does not unpack a bomb in a palette file', async () => {
    const bomb = declaredPng(1, 1, Buffer.alloc(200_000_000));
    const before = process.memoryUsage().arrayBuffers;
    await expect(decodeImage(bomb)).rejects.toThrow(CorruptError);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50_000_000);
  });
});
