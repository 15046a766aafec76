import type { FigureModel } from '@alignclip/core';
import { Resvg } from '@resvg/resvg-js';
import { dirname, join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';

/**
 * A figure as an SVG document; undefined where there is nothing to draw. Vega is loaded with the first figure, so that
 * programs without figures do not wait for it. Throws Error where Vega-Lite warns: our figures give no warnings.
 */
export async function renderSvg({ spec, title }: FigureModel): Promise<string | undefined> {
  if (spec === undefined) return undefined;
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const complaints: string[] = [];
  const logger = vega.logger(vega.Warn, undefined, (_method, _level, input) => complaints.push(...input.map(String)));
  const compiled = compile(spec as unknown as TopLevelSpec, { logger });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logger });
  const svg = await view.toSVG();
  view.finalize();
  if (complaints.length > 0) throw new Error(`figure "${title}": ${complaints.join('; ')}`);
  return svg;
}

/** The typeface of our figures, so that they look the same on every machine. */
const fonts = join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf');

/** An SVG document as a PNG, `scale` pixels for each of its own. */
export function renderPng(svg: string, scale = 2): Uint8Array {
  const image = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: scale },
    font: {
      loadSystemFonts: false,
      fontFiles: ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) => join(fonts, file)),
      defaultFontFamily: 'DejaVu Sans',
    },
  });
  return image.render().asPng();
}
