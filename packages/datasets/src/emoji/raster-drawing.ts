import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RawImage } from '@alignclip/core';
import { composeOnWhite } from '../images/compose-on-white';
import { centralBox } from '../transforms/box';
import { resize } from '../transforms/resize';
import { emojiCode } from './catalogue';
import { packageFolder, packageVersion, type Drawing } from './drawing';

/** A folder of PNG or WebP files named by code points. */
export const rasterDrawing = (packageName: string, folder: string): Drawing => ({
  get sources() {
    return [packageVersion(packageName)];
  },
  open: async () => {
    const path = join(packageFolder(packageName), folder);
    const files = (await readdir(path)).filter((file) => /\.(?:png|webp)$/.test(file)).sort();
    return new Map(
      files.map((file) => [
        emojiCode(file.replace(/\.\w+$/, '')),
        (resolution: number) => rasterImage(join(path, file), resolution),
      ]),
    );
  },
});

async function rasterImage(path: string, resolution: number): Promise<RawImage> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(path)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const image = composeOnWhite(info.width, info.height, data);
  return resize(image, resolution, resolution, centralBox(info.width, info.height, Math.min(info.width, info.height)));
}
