import { UserError } from '@alignclip/core';
import { decodeGif, gifHead } from './decode-gif';

interface Made {
  readonly screen?: readonly [number, number];
  readonly box?: readonly [number, number, number, number];
  readonly transparent?: number;
  readonly pixels?: Uint8Array;
}

const word = (value: number) => [value & 255, value >> 8];

/** A GIF file with a palette of red, green, blue, white; its default pixels are 0 1 2 3, stored without compression. */
const made = ({ screen = [2, 2], box = [0, 0, 2, 2], transparent, pixels }: Made = {}): Buffer =>
  Buffer.concat([
    Buffer.from('GIF89a'),
    Buffer.from([...screen.flatMap(word), 0x81, 3, 0]),
    Buffer.from('ff000000ff000000ffffffff', 'hex'),
    transparent === undefined ? Buffer.alloc(0) : Buffer.from([0x21, 0xf9, 4, 1, 0, 0, transparent, 0]),
    Buffer.from([0x2c, ...box.flatMap(word), 0]),
    Buffer.from(pixels ?? [2, 3, 0x44, 0x34, 0x05, 0]),
    Buffer.from([0x3b]),
  ]);

describe('decodeGif', () => {
  it('keeps indices and colours', () => {
    expect(decodeGif(made())).toEqual({
      width: 2,
      height: 2,
      mode: 'P',
      data: Uint8Array.of(0, 1, 2, 3),
      palette: new Uint8Array(Buffer.from('ff000000ff000000ffffffff', 'hex')),
    });
  });

  it('fills what the first image leaves uncovered with index 0, or with the transparent one', () => {
    const placed = { screen: [3, 2], box: [1, 0, 2, 2] } as const;
    expect([...decodeGif(made(placed)).data]).toEqual([0, 0, 1, 0, 2, 3]);
    expect([...decodeGif(made({ ...placed, transparent: 2 })).data]).toEqual([2, 0, 1, 2, 2, 3]);
  });

  it('enlarges the screen to its first image', () => {
    const file = made({ screen: [1, 1], box: [1, 1, 2, 2] });
    expect(gifHead(file)).toMatchObject({ width: 3, height: 3 });
    expect([...decodeGif(file).data]).toEqual([0, 0, 0, 0, 0, 1, 0, 2, 3]);
  });

  it('gives black for an index that the palette lacks', () => {
    const { palette } = decodeGif(made({ transparent: 5 }));
    expect([...palette!.subarray(12)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each([
    ['a file that ends in its header', made().subarray(0, 9), /ends early/],
    ['no image', Buffer.concat([made().subarray(0, 25), Buffer.from([0x3b])]), /holds no image/],
    ['an image without pixels', made({ box: [0, 0, 0, 2] }), /no pixels/],
    ['pixels that end early', made({ pixels: Uint8Array.of(2, 1, 0x44, 0) }), /cut short/],
    ['an end mark before the last pixel', made({ pixels: Uint8Array.of(2, 1, 0x2c, 0) }), /cut short/],
    ['a string that is not yet known', made({ pixels: Uint8Array.of(2, 1, 0x3c, 0) }), /corrupt/],
    ['codes of 12 bits', made({ pixels: Uint8Array.of(12, 1, 0x44, 0) }), /codes have 12 bits/],
  ])('refuses %s', (_what, bytes, message) => {
    expect(() => decodeGif(bytes)).toThrow(UserError);
    expect(() => decodeGif(bytes)).toThrow(message);
  });
});
