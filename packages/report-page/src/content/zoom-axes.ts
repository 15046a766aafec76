import { z } from 'zod';
import type { ZoomAxis } from '../page-data';

/** As Vega-Lite writes the signals of a selection "zoom" that is bound to scales. */
const tuple = z.object({
  name: z.literal('zoom_tuple'),
  on: z.tuple([z.object({ events: z.tuple([z.object({ signal: z.string() })]) })]),
});
const fields = z.object({ name: z.literal('zoom_tuple_fields'), value: z.array(z.object({ channel: z.string() })) });
const scale = z.object({ name: z.string(), type: z.string() });

const continuous = new Set(['linear', 'log', 'pow', 'sqrt', 'symlog', 'time', 'utc']);

/** The signals that hold the ranges of a Vega figure's axes; none where it does not zoom. */
export function zoomAxes({ signals = [], scales = [] }: { signals?: unknown[]; scales?: unknown[] }): ZoomAxis[] {
  const ranges = signals.flatMap((signal) => tuple.safeParse(signal).data?.on[0].events[0].signal.split(' || ') ?? []);
  const channels = signals.flatMap((signal) => fields.safeParse(signal).data?.value ?? []);
  const moving = scales.flatMap((one) => scale.safeParse(one).data ?? []).filter(({ type }) => continuous.has(type));
  return channels
    .map(({ channel }, i) => ({ signal: ranges[i] ?? '', scale: channel }))
    .filter((axis) => axis.signal !== '' && moving.some(({ name }) => name === axis.scale));
}
