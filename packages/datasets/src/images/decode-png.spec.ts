import { UserError } from '@alignclip/core';
import { pngWith } from '../testing/corrupt-images';
import { colours } from '../testing/fixtures';
import { decodeIndexedPng, withPlainPng } from './decode-png';
import { isIndexed, pngHead } from './png-head';

/** 3 × 3 pixels of one bit, interlaced: rows 00 80 | 00 40 | 00 c0 | 00 a0; the last two are missing. */
const interlaced = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000030000000301000000010954b884' +
    '0000001049444154789c636860706038c0b0000007a80221b156758e0000000049454e44ae426082',
  'hex',
);
const chunkNames = (png: Uint8Array) =>
  withPlainPng(png, async (plain) =>
    Buffer.from(plain)
      .toString('latin1')
      .match(/IHDR|PLTE|tRNS|IDAT|IEND|tEXt/g),
  );

describe('decodeIndexedPng', () => {
  it('reads interlaced files of one bit, as Pillow does', async () => {
    const image = await decodeIndexedPng(interlaced);
    expect(image).toMatchObject({ width: 3, height: 3, mode: 'P' });
    expect([...image.data]).toEqual([1, 1, 0, 0, 0, 0, 1, 0, 1]);
    expect([...colours(image)].slice(0, 9)).toEqual([255, 255, 255, 255, 255, 255, 0, 0, 0]);
  });

  it('gives black for an index that the palette lacks', async () => {
    const file = pngWith('tEXt', Buffer.from('a\0b'), 'palette', 2);
    expect(await decodeIndexedPng(file)).toMatchObject({
      data: Uint8Array.of(2),
      palette: Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0, 0),
    });
  });
});

describe('withPlainPng', () => {
  it('keeps what the pixels depend on', async () => {
    const text = pngWith('tEXt', Buffer.from('a\0b'), 'palette');
    expect(await chunkNames(text)).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
    expect(await chunkNames(pngWith('tRNS', Buffer.alloc(2), 'grey'))).toEqual(['IHDR', 'IDAT', 'IEND']);
  });

  it('refuses chunks whose sum is wrong before the pixels', async () => {
    const file = pngWith('tEXt', Buffer.from('a\0b'), 'grey');
    file[42]! ^= 1;
    await expect(chunkNames(file)).rejects.toThrow(/chunk at byte 33 is corrupt/);
    await expect(chunkNames(pngWith('te\x01t', Buffer.alloc(1), 'grey'))).rejects.toThrow(UserError);
  });
});

describe('pngHead', () => {
  it('reads size and kind', () => {
    expect(pngHead(interlaced)).toEqual({ width: 3, height: 3, depth: 1, colour: 'grey', interlaced: true });
    expect(isIndexed(pngHead(interlaced))).toBe(true);
  });

  it('refuses what is not the header of a PNG file', () => {
    const otherSum = Buffer.from(interlaced);
    otherSum[16]! ^= 1;
    for (const [bytes, message] of [
      [Buffer.from('no image'), /not a PNG file/],
      [new Uint8Array(0), /not a PNG file/],
      [otherSum, /header is corrupt/],
    ] as const) {
      expect(() => pngHead(bytes)).toThrow(UserError);
      expect(() => pngHead(bytes)).toThrow(message);
    }
  });
});
