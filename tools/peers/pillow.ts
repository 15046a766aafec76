import { type RawImage, sha256 } from '@alignclip/core';
import { decodeImage } from '@alignclip/datasets';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Peer } from './peer';

interface Written {
  readonly file: string;
  readonly size: [number, number];
  /** Hash of its pixels as RGB. */
  readonly pixels: string;
}

/** Images of every mode and format that Pillow writes and we read: the pixels must be the same. */
export const pillow: Peer = {
  name: 'pillow',
  packages: ['pillow==13.0.0', 'numpy==2.4.6'],
  run: async ({ folder, counts, python }) => {
    for (const { file, size, pixels } of python(folder) as Written[]) {
      const read = await decodeImage(readFileSync(join(folder, file))).catch((error: unknown) => String(error));
      if (typeof read === 'string') counts.check(false, `${file}: ${read}`);
      else
        counts.check(
          read.width === size[0] && read.height === size[1] && sha256(coloursOf(read)) === pixels,
          `${file}: ${read.mode} of other pixels`,
        );
    }
  },
};

/** RGB, without transparency. */
function coloursOf({ width, height, mode, data, palette }: RawImage): Uint8Array {
  const colours = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) {
    const from = mode === 'P' ? palette! : data;
    const start = { P: 3 * data[i]!, L: i, RGB: 3 * i, RGBA: 4 * i }[mode];
    for (let c = 0; c < 3; c += 1) colours[3 * i + c] = from[start + (mode === 'L' ? 0 : c)]!;
  }
  return colours;
}
