import { z } from 'zod';
import type { ZoomAxis } from '../page-data';

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
