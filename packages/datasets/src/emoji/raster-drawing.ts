import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Picture } from '@alignclip/core';
import { composeOnWhite } from '../pictures/compose-on-white';
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
        (resolution: number) => rasterPicture(join(path, file), resolution),
      ]),
    );
  },
});

async function rasterPicture(path: string, resolution: number): Promise<Picture> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(path)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const picture = composeOnWhite(info.width, info.height, data);
  return resize(
    picture,
    resolution,
    resolution,
    centralBox(info.width, info.height, Math.min(info.width, info.height)),
  );
}
