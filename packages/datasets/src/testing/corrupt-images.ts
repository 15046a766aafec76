import { crc32, deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';

/** A PNG file with these declared edges, of colour type 3 (a palette), and any data. */
export const declaredPng = (width: number, height: number, data: Uint8Array): Buffer =>
  madePng(width, height, 3, [['PLTE', Buffer.from([255, 0, 0])]], data);

/** A PNG file of one pixel with a chunk of any kind before it. */
export function pngWith(kind: string, content: Uint8Array, colour: 'grey' | 'palette', value = 0): Buffer {
  const palette = colour === 'palette' ? ([['PLTE', Buffer.from([255, 0, 0])]] as const) : [];
  return madePng(1, 1, colour === 'grey' ? 0 : 3, [[kind, content], ...palette], Buffer.from([0, value]));
}

/** A PNG file of 8 bits; `data` are its rows before they are packed, each after the number of its filter. */
function madePng(
  width: number,
  height: number,
  colourType: number,
  chunks: readonly (readonly [kind: string, content: Uint8Array])[],
  data: Uint8Array,
): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, colourType, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    ...chunks.map(([kind, content]) => pngChunk(kind, content)),
    pngChunk('IDAT', deflateSync(data)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, body: Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from(type), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}

/** Corrupt files in place of an image. */
export async function corruptImages(): Promise<Record<string, Buffer>> {
  const [jpeg, png, webp] = [await madeImage(1, 'jpeg', 64), await madeImage(1, 'png'), await madeImage(1, 'webp')];
  const giant = Buffer.from(jpeg);
  const frame = giant.indexOf(Buffer.from([0xff, 0xc0]));
  giant.writeUInt16BE(60_000, frame + 5);
  giant.writeUInt16BE(60_000, frame + 7);
  const gif = await sharp(await madeImage(1))
    .gif()
    .toBuffer();
  const giantGif = Buffer.from(gif);
  giantGif.fill(0xff, 6, 10);
  return {
    'an empty file': Buffer.alloc(0),
    'zero bytes': Buffer.alloc(2000),
    'an error page': Buffer.from('<!doctype html><title>404</title>'),
    'an SVG file': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    'a JPEG cut short': jpeg.subarray(0, jpeg.length - 300),
    'a PNG cut short': png.subarray(0, png.length - 30),
    'a WebP cut short': webp.subarray(0, 20),
    'a gzipped image': gzipSync(png),
    'a JPEG of 60,000 × 60,000 pixels': giant,
    'a PNG of 60,000 × 60,000 pixels': declaredPng(60_000, 60_000, Buffer.alloc(1000)),
    'a PNG whose data unpack to 200 MB': declaredPng(1, 1, Buffer.alloc(200_000_000)),
    'a GIF cut short': gif.subarray(0, gif.length - 20),
    'a GIF of 65,535 × 65,535 pixels': giantGif,
    'a PNG of negative size': declaredPng(2 ** 32 - 1, 2 ** 32 - 1, Buffer.alloc(10)),
  };
}

/** A small image file whose pixels follow from its number. */
export function madeImage(number: number, format: 'png' | 'jpeg' | 'webp' = 'png', edge = 12): Promise<Buffer> {
  const pixels = Buffer.from(
    Array.from({ length: edge * edge * 3 }, (_, i) => (i * (2 * number + 3) + number * 40) % 256),
  );
  return sharp(pixels, { raw: { width: edge, height: edge, channels: 3 } })
    .toFormat(format, { lossless: true })
    .toBuffer();
}
