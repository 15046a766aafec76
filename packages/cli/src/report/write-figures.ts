import type { FigureModel } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { renderPng, renderSvg } from '@alignclip/reporting';
import { join } from 'node:path';

/** Writes a figure as SVG, as PNG, and as its Vega-Lite specification; nothing where it draws nothing. Gives the paths. */
export async function writeFigure(model: FigureModel, folder: string, name: string): Promise<string[]> {
  const svg = await renderSvg(model);
  if (svg === undefined) return [];
  const files = [
    ['svg', `${svg}\n`],
    ['png', renderPng(svg)],
    ['vl.json', `${JSON.stringify(model.spec)}\n`],
  ] as const;
  const paths: string[] = [];
  for (const [extension, content] of files) {
    const path = join(folder, `${name}.${extension}`);
    await writeFileAtomic(path, content);
    paths.push(path);
  }
  return paths;
}
