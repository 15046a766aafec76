import type { JsonObject } from '@alignclip/core';
import { z } from 'zod';
import type { ZoomAxis } from '../../page-data';

/** As Vega-Lite writes the scales that a selection "zoom", "zoom0", … is bound to. */
const bound = z.object({
  name: z.string(),
  type: z.enum(['linear', 'log', 'pow', 'sqrt', 'symlog', 'time', 'utc']),
  domainRaw: z.object({ signal: z.string().regex(/^zoom\d*\[".+"\]$/) }),
});
const named = z.object({ name: z.string() });

/** The signals that hold the ranges of a Vega figure's axes; none where it does not zoom. */
export function zoomAxes({ signals = [], scales = [] }: { signals?: unknown[]; scales?: unknown[] }): ZoomAxis[] {
  const known = new Set(signals.flatMap((signal) => named.safeParse(signal).data?.name ?? []));
  return scales
    .flatMap((scale) => bound.safeParse(scale).data ?? [])
    .map(({ name, domainRaw }) => ({ signal: rangeOf(domainRaw.signal), scale: name }))
    .filter(({ signal }) => known.has(signal));
}

/** `zoom["a b"]` is what the signal `zoom_a_b` is put together to. */
const rangeOf = (member: string): string => member.replace(/\["(.+)"\]$/, '_$1').replace(/\W/g, '_');

type Views = readonly JsonObject[];

/** The figure with axes that move and zoom: of one plot as wide as the page, of several each on its own. */
export function zoomable(spec: JsonObject): JsonObject {
  const composition = ['vconcat', 'hconcat', 'concat'].find((name) => name in spec);
  if (composition !== undefined)
    return { ...spec, [composition]: (spec[composition] as Views).map((view, i) => zooming(view, `zoom${i}`)) };
  if ('facet' in spec) return { ...spec, spec: zooming(spec['spec'] as JsonObject, 'zoom') };
  if (isFaceted(spec) || !('mark' in spec || 'layer' in spec)) return spec;
  return zooming({ height: 260, ...spec, width: 'container', autosize: { type: 'fit', contains: 'padding' } }, 'zoom');
}

/** A view with axes gets the selection, in one of its layers; maps have none. */
function zooming(view: JsonObject, name: string): JsonObject {
  if (isFaceted(view)) return view;
  const bound = (part: JsonObject): JsonObject => ({ ...part, params: [...paramsOf(part), { name, select, bind: 'scales' }] }); // prettier-ignore
  const layers = view['layer'] as Views | undefined;
  if (layers === undefined) return hasAxes(encodingOf(view)) ? bound(view) : view;
  const chosen = layers.findIndex((layer) => hasAxes({ ...encodingOf(view), ...encodingOf(layer) }));
  return { ...view, layer: layers.map((layer, i) => (i === chosen ? bound(layer) : layer)) };
}

const select = { type: 'interval', zoom: 'wheel![event.ctrlKey || event.metaKey]' };

const isFaceted = (view: JsonObject): boolean =>
  ['row', 'column', 'facet'].some((channel) => channel in encodingOf(view));

/** Of fields as they are: what is averaged has no axis that Vega-Lite would bind. */
const hasAxes = (encoding: JsonObject): boolean =>
  ['x', 'y'].every((channel) => channel in encoding && !('aggregate' in (encoding[channel] as JsonObject)));

const encodingOf = ({ encoding = {} }: JsonObject) => encoding as JsonObject;

const paramsOf = ({ params = [] }: JsonObject) => params as Views;
