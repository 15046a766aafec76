import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RawImage } from '@alignclip/core';
import { z } from 'zod';
import { composeOnWhite } from '../images/compose-on-white';
import { emojiCode } from './catalogue';
import { packageFolder, packageVersion, type Drawing } from './drawing';

const edge = z.number().positive();
const iconSet = z.object({
  icons: z.record(z.string(), z.object({ body: z.string(), width: edge.optional(), height: edge.optional() })),
  width: edge,
  height: edge,
});

/** An Iconify set: SVG bodies by name, and names by code points. Strokes and fills in currentColor come out black. */
export const vectorDrawing = (packageName: string): Drawing => ({
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
