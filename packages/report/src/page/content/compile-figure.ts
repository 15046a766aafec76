import type { JsonObject } from '@alignclip/core';
import type { TopLevelSpec } from 'vega-lite';
import type { FigureData } from '../../page-data';
import type { NamedFigure } from './figures';
import { zoomable } from './zoom-axes';
import { zoomAxes } from './zoom-axes';

/** Two columns are as wide as a phone. */
const narrowLegend = { columns: 2, labelLimit: 150 };
const config = { legend: { orient: 'top', direction: 'horizontal', ...narrowLegend } };

/** A figure as Vega draws it: in the page's own colours and type, with axes that move and zoom where they are numbers. */
export async function compileFigure({ id, spec = {} }: NamedFigure): Promise<FigureData> {
  const { compile } = await import('vega-lite'); // A module that waits as it loads can't be required.
  const { title, ...plain } = onPage(spec) as JsonObject; // The page has the title above the figure.
  void title;
  const { spec: vega } = compile({ ...zoomable(plain), config } as unknown as TopLevelSpec, { logger: silent });
  return { id, spec: { ...vega, background: 'transparent' }, axes: zoomAxes(vega) };
}

/** A figure is made for white paper: there its black is the page's text, which is light in the dark, and its paper the page. */
const onPage = (value: unknown, key = ''): unknown => {
  if (typeof value === 'string') return colourOnPage(value, key);
  if (Array.isArray(value)) return value.map((inner) => onPage(inner));
  if (value === null || typeof value !== 'object') return value;
  const parts = Object.entries(value).map(([name, inner]) => [name, onPage(inner, name)] as const);
  return { ...Object.fromEntries(parts), ...(key === 'legend' && narrowLegend) };
};

function colourOnPage(text: string, key: string): string {
  if (/^#(000000|222222)$/i.test(text)) return 'currentColor';
  return key === 'fill' && /^(white|#f.f.f.|#fff)$/i.test(text) ? 'transparent' : text;
}

const silent = {
  level: () => silent,
  error: () => silent,
  warn: () => silent,
  info: () => silent,
  debug: () => silent,
} as never;
