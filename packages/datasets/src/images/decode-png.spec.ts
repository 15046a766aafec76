import { UserError } from '@alignclip/core';
import { encode } from 'fast-png';
import sharp from 'sharp';
import { decodePng } from './decode-png';

const noise = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256);

describe('decodePng', () => {
  it.each([
    ['L', 1],
    ['RGB', 3],
    ['RGBA', 4],
  ] as const)('keeps %s images in their mode', (mode, channels) => {
    const data = noise(5 * 3 * channels);
    expect(decodePng(encode({ width: 5, height: 3, channels, data }))).toEqual({ width: 5, height: 3, mode, data });
  });

  it('gives grey with alpha as RGBA', () => {
    const image = decodePng(encode({ width: 2, height: 1, channels: 2, data: Uint8Array.of(10, 20, 30, 40) }));
    expect(image).toMatchObject({ mode: 'RGBA', data: Uint8Array.of(10, 10, 10, 20, 30, 30, 30, 40) });
  });

  it('gives indices and colours of palette images, also of fewer than 8 bits', async () => {
    const rgb = Buffer.from(
      Array.from(
        { length: 7 * 4 },
        (_, i) =>
          [
            [255, 0, 0],
            [0, 255, 0],
            [0, 0, 255],
          ][i % 3]!,
      ).flat(),
    );
    for (const colours of [4, 256]) {
      const png = await sharp(rgb, { raw: { width: 7, height: 4, channels: 3 } })
        .png({ palette: true, colours, dither: 0 })
        .toBuffer();
      const { mode, data, palette } = decodePng(png);
      expect(mode).toBe('P');
      expect(Array.from(data, (index) => Array.from(palette!.subarray(index * 3, index * 3 + 3))).flat()).toEqual([
        ...rgb,
      ]);
    }
  });

  it('refuses what is not a complete PNG of 8 bits, naming it', () => {
    const png = encode({ width: 4, height: 4, channels: 3, data: noise(48) });
    const deep = encode({ width: 1, height: 1, channels: 1, depth: 16, data: Uint16Array.of(500) });
    const huge = Uint8Array.from(png);
    new DataView(huge.buffer).setUint32(16, 2 ** 31 - 1);
    const bad = {
      text: new TextEncoder().encode('no image'),
      cut: png.subarray(0, png.length - 20),
      deep,
      huge,
      empty: new Uint8Array(0),
    };
    for (const [name, bytes] of Object.entries(bad)) {
      expect(() => decodePng(bytes, `${name}.png`)).toThrow(UserError);
      expect(() => decodePng(bytes, `${name}.png`)).toThrow(`${name}.png`);
    }
  });
});
