import sharp from 'sharp';
import { jpegHead } from './jpeg-head';

const pixels = (channels: 1 | 3 | 4) =>
  sharp(Buffer.alloc(20 * 7 * channels, 90), { raw: { width: 20, height: 7, channels } });

describe('jpegHead', () => {
  it('tells size and components of grey, colour, CMYK and progressive files as the decoder does', async () => {
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

  it('tells nothing of what is cut short, broken, or open in its size', async () => {
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
