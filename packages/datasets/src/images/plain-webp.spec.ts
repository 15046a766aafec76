import sharp from 'sharp';
import { decodeImage } from './decode-image';
import { plainWebp } from './plain-webp';

const frames = (count: number) =>
  Buffer.from(Array.from({ length: count * 6 * 4 * 3 }, (_, i) => (i * 37 + Math.floor(i / 72) * 11) % 256));
const animation = () =>
  sharp(frames(2), { raw: { width: 6, height: 8, channels: 3, pageHeight: 4 } })
    .webp({ lossless: true })
    .toBuffer();

/** The same animation with its last image very often. */
async function manyFrames(): Promise<Buffer> {
  const file = await animation();
  const last = file.subarray(file.lastIndexOf('ANMF'));
  const body = Buffer.concat([file.subarray(12), ...Array.from({ length: 100_000 }, () => last)]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(4 + body.length);
  return Buffer.concat([file.subarray(0, 4), size, file.subarray(8, 12), body]);
}

describe('plainWebp', () => {
  it('keeps the first image of an animation', async () => {
    const file = await animation();
    const plain = plainWebp(file);
    expect(Buffer.from(plain).toString('latin1').match(/ANMF/g)).toHaveLength(1);
    expect(await decodeImage(file)).toEqual({ width: 6, height: 4, mode: 'RGB', data: frames(1) });
  });

  it('never lists many images', async () => {
    const many = await manyFrames();
    expect(plainWebp(many)).toEqual(plainWebp(await animation()));
    expect(await decodeImage(many)).toMatchObject({ width: 6, height: 4 });
  });

  it('leaves out what describes the image', async () => {
    const file = await sharp(frames(1), { raw: { width: 6, height: 4, channels: 3 } })
      .withExif({ IFD0: { Copyright: 'x'.repeat(900) } })
      .webp({ lossless: true })
      .toBuffer();
    expect(plainWebp(file).length).toBeLessThan(file.length - 900);
    expect((await decodeImage(file)).data).toEqual(frames(1));
  });

  it('gives files without such chunks as they are', async () => {
    const simple = await sharp(frames(1), { raw: { width: 6, height: 4, channels: 3 } })
      .webp()
      .toBuffer();
    for (const bytes of [simple, simple.subarray(0, 20), new Uint8Array(0)]) expect(plainWebp(bytes)).toBe(bytes);
  });
});
