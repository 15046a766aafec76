import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RawImage } from '@alignclip/core';
import { z } from 'zod';
import { composeOnWhite } from '../transforms/alpha';
import { centralBox } from '../transforms/box';
import { resize } from '../transforms/resize';
import { emojiCode } from './catalogue';

/** One artist's images of the emoji, from an npm package. */
export interface Drawing {
  /** `name@version` of what the images and their decoding depend on. */
  readonly sources: readonly string[];
  /** Opens the package: for each emoji in it, by its code, a function that makes its image. */
  open(): Promise<ReadonlyMap<string, Render>>;
}

/** Makes the square RGB image on white; `resolution` is its edge in pixels. */
type Render = (resolution: number) => Promise<RawImage>;

const packageFolder = (name: string): string => dirname(require.resolve(`${name}/package.json`));

/** `name@version` of an installed package. */
export function packageVersion(name: string): string {
  const manifest: unknown = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8'));
  return `${name}@${z.object({ version: z.string() }).parse(manifest).version}`;
}

/** A folder of PNG or WebP files named by code points. */
const rasterDrawing = (packageName: string, folder: string): Drawing => ({
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

const edge = z.number().positive();
const iconSet = z.object({
  icons: z.record(z.string(), z.object({ body: z.string(), width: edge.optional(), height: edge.optional() })),
  width: edge,
  height: edge,
});

/** An Iconify set: SVG bodies by name, and names by code points. Strokes and fills in currentColor come out black. */
const vectorDrawing = (packageName: string): Drawing => ({
  get sources() {
    return [packageVersion(packageName), packageVersion('@resvg/resvg-js')];
  },
  open: async () => {
    const read = async (file: string): Promise<unknown> =>
      JSON.parse(await readFile(join(packageFolder(packageName), file), 'utf8'));
    const { icons, width, height } = iconSet.parse(await read('icons.json'));
    const names = z.record(z.string(), z.string()).parse(await read('chars.json'));
    return new Map(
      Object.entries(names).flatMap(([code, name]) => {
        const icon = icons[name];
        if (icon === undefined) return [];
        const box = `0 0 ${icon.width ?? width} ${icon.height ?? height}`;
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}">${icon.body}</svg>`;
        return [[emojiCode(code), (resolution: number) => vectorImage(svg, resolution)] as const];
      }),
    );
  },
});

async function vectorImage(svg: string, resolution: number): Promise<RawImage> {
  const { renderAsync } = await import('@resvg/resvg-js');
  const { pixels } = await renderAsync(svg, {
    fitTo: { mode: 'width', value: resolution },
    background: 'white',
    font: { loadSystemFonts: false },
  });
  return composeOnWhite(resolution, resolution, pixels);
}

export const drawingNames = ['google', 'twitter', 'fluent-3d', 'openmoji', 'high-contrast'] as const;
export type DrawingName = (typeof drawingNames)[number];

/** Where each drawing style comes from; all with an open licence (docs/components/emoji-captions.md). */
export const drawings: Readonly<Record<DrawingName, Drawing>> = {
  google: rasterDrawing('emoji-datasource-google', 'img/google/64'),
  twitter: rasterDrawing('emoji-datasource-twitter', 'img/twitter/64'),
  'fluent-3d': rasterDrawing('@lobehub/fluent-emoji-3d', 'assets'),
  openmoji: vectorDrawing('@iconify-json/openmoji'),
  'high-contrast': vectorDrawing('@iconify-json/fluent-emoji-high-contrast'),
};
