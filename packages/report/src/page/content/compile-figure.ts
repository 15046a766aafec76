import type { JsonObject } from '@alignclip/core';
import { describedMarks, withPlainTexts } from '@alignclip/reporting';
import type { TopLevelSpec } from 'vega-lite';
import { z } from 'zod';
import type { FigureData, ZoomAxis } from '../../page-data';
import type { NamedFigure } from './figures';

/** Two columns fit the width of a phone. */
const narrowLegend = { columns: 2, labelLimit: 150 };
const config = { legend: { orient: 'top', direction: 'horizontal', ...narrowLegend } };

/** A figure as a Vega specification: in the page's colours and font, with numeric axes that pan and zoom. */
export async function compileFigure({ id, spec = {} }: NamedFigure): Promise<FigureData> {
  const { compile } = await import('vega-lite'); // vega-lite uses top-level await and can't be required.
  const { title, ...plain } = onPage(withPlainTexts(spec)) as JsonObject; // The page shows the title above the figure.
  const { spec: vega } = compile({ ...zoomable(plain), config } as unknown as TopLevelSpec, { logger: silent });
  return { id, spec: { ...describedMarks(vega), background: 'transparent' }, axes: zoomAxes(vega) };
}

/** A figure is made for white paper: on the page, black becomes the text colour and white becomes transparent, so that it suits light and dark. */
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

/** As Vega-Lite writes the scales that a selection "zoom", "zoom0", … is bound to. */
const bound = z.object({
  name: z.string(),
  type: z.enum(['linear', 'log', 'pow', 'sqrt', 'symlog', 'time', 'utc']),
  domainRaw: z.object({ signal: z.string().regex(/^zoom\d*\[".+"\]$/) }),
});
const named = z.object({ name: z.string() });

/** The signals that hold the ranges of a Vega figure's axes; empty if it does not zoom. */
function zoomAxes({ signals = [], scales = [] }: { signals?: unknown[]; scales?: unknown[] }): ZoomAxis[] {
  const known = new Set(signals.flatMap((signal) => named.safeParse(signal).data?.name ?? []));
  return scales
    .flatMap((scale) => bound.safeParse(scale).data ?? [])
    .map(({ name, domainRaw }) => ({ signal: rangeOf(domainRaw.signal), scale: name }))
    .filter(({ signal }) => known.has(signal));
}

/** Vega names the signal of `zoom["a b"]` `zoom_a_b`. */
const rangeOf = (member: string): string => member.replace(/\["(.+)"\]$/, '_$1').replace(/\W/g, '_');

type Views = readonly JsonObject[];

/** The figure with axes that pan and zoom: a single plot as wide as the page, several plots each on their own. */
function zoomable(spec: JsonObject): JsonObject {
  const composition = ['vconcat', 'hconcat', 'concat'].find((name) => name in spec);
  if (composition !== undefined)
    return { ...spec, [composition]: (spec[composition] as Views).map((view, i) => zooming(view, `zoom${i}`)) };
  if ('facet' in spec) return { ...spec, spec: zooming(spec['spec'] as JsonObject, 'zoom') };
  if (isFaceted(spec) || !('mark' in spec || 'layer' in spec)) return spec;
  return zooming({ height: 260, ...spec, width: 'container', autosize: { type: 'fit', contains: 'padding' } }, 'zoom');
}

/** Adds the selection to a view with axes, in one of its layers; maps have none. */
function zooming(view: JsonObject, name: string): JsonObject {
  if (isFaceted(view)) return view;
  const selection = { name, select, bind: 'scales' };
  const bound = (part: JsonObject): JsonObject => ({ ...part, params: [...paramsOf(part), selection] });
  const layers = view['layer'] as Views | undefined;
  if (layers === undefined) return hasAxes(encodingOf(view)) ? bound(view) : view;
  const chosen = layers.findIndex((layer) => hasAxes({ ...encodingOf(view), ...encodingOf(layer) }));
  return { ...view, layer: layers.map((layer, i) => (i === chosen ? bound(layer) : layer)) };
}

const select = { type: 'interval', zoom: 'wheel![event.ctrlKey || event.metaKey]' };

const isFaceted = (view: JsonObject): boolean =>
  ['row', 'column', 'facet'].some((channel) => channel in encodingOf(view));

/** Only axes of plain fields: Vega-Lite can't bind the axis of an aggregate; null takes away what a layer inherits. */
const hasAxes = (encoding: JsonObject): boolean =>
  [encoding['x'], encoding['y']].every((axis) => axis && !('aggregate' in (axis as JsonObject)));

const encodingOf = ({ encoding = {} }: JsonObject) => encoding as JsonObject;

const paramsOf = ({ params = [] }: JsonObject) => params as Views;
