import type { FigureModel } from '@alignclip/core';
import { Resvg } from '@resvg/resvg-js';
import { dirname, join } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { htmlText, withPlainTexts } from './text';

/**
 * A figure as an SVG document; undefined where there is nothing to draw. Vega is loaded with the first figure, so that
 * programs without figures do not wait for it. Throws Error where Vega-Lite warns: our figures give no warnings.
 */
export async function renderSvg({ spec, title, description }: FigureModel): Promise<string | undefined> {
  if (spec === undefined) return undefined;
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const complaints: string[] = [];
  const logger = vega.logger(vega.Warn, undefined, (_method, _level, input) => complaints.push(...input.map(String)));
  const compiled = compile(withPlainTexts(spec) as unknown as TopLevelSpec, { logger });
  const view = new vega.View(vega.parse(describedMarks(compiled.spec)), { renderer: 'none', logger });
  const svg = await view.toSVG();
  view.finalize();
  if (complaints.length > 0) throw new Error(`figure "${title}": ${complaints.join('; ')}`);
  return titled(svg, title, description);
}

/** The document as one image with a name and a description, for readers who cannot see it. */
function titled(svg: string, title: string, description: string): string {
  const opening = svg.indexOf('>') + 1;
  const words = `<title id="title">${htmlText(title)}</title><desc id="description">${htmlText(description)}</desc>`;
  const name = 'role="img" aria-labelledby="title" aria-describedby="description"';
  return `<svg ${name}${svg.slice('<svg'.length, opening)}${words}${svg.slice(opening)}`;
}

type Marked = { readonly marks?: readonly Mark[] };
type Mark = Marked & {
  readonly type?: string;
  readonly description?: string;
  readonly encode?: object;
  readonly aria?: false;
};

/** A Vega specification in which marks without a description, such as the outline of a map, are hidden from screen readers. */
export const describedMarks = <Spec extends object>(spec: Spec): Spec => {
  const { marks } = spec as Marked;
  return marks === undefined ? spec : { ...spec, marks: marks.map(described) };
};

function described(mark: Mark): Mark {
  if (mark.type === 'group') return describedMarks(mark);
  const sets = Object.values(mark.encode ?? {}) as object[];
  const hasWords = mark.description !== undefined || sets.some((set) => 'description' in set);
  return hasWords ? mark : { ...mark, aria: false };
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
