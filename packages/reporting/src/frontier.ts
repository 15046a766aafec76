import { defineComponent, Figure, type Interval, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { axisTitle, scoreAxis, variantChannels } from './figures/axes';
import { dataOf, emptyFigure, figure, singlePlot, variantsOf } from './figures/chart';
import { bandRows, nullRows, type RemedyRow, remedyRows } from './frontier/frontier-rows';
import { frontierText } from './frontier/frontier-text';
import { judgeFrontier } from './frontier/judge-frontier';
import { type FrontierOptions, frontierOptions, remediesOption } from './frontier/options';
import { titleOption } from './options';

const options = z.strictObject({
  title: titleOption.default('Is it more than temperature?').describe('title above the figure'),
  ...frontierOptions,
  remedies: remediesOption,
});
type Options = z.output<typeof options>;

/** The curve that CLIP with fixed temperatures traces through gap × task, and every remedy as a point beside it. */
export const frontier = defineComponent(Figure)({
  type: 'frontier',
  options,
  create: (given) => ({ title: given.title, draw: (records) => draw(given, records) }),
});

function draw(given: Options, records: readonly RunRecord[]) {
  const { title, gap, task } = given;
  const { cells, remedies, tests, notes } = judgeFrontier(records, given);
  const points = remedyRows(records, remedies, given);
  const curve = nullRows(cells, given);
  const text = {
    title,
    description: `${axisTitle(task)} over ${axisTitle(gap)}. The line joins CLIP at fixed temperatures; a remedy shows something only off it.`,
  };
  if (points.length === 0 && curve.length === 0) {
    return emptyFigure(text, `No run has both ${gap.name} and ${task.name}.`);
  }
  const rows = { band: bandRows(cells, given), curve, points };
  const frame = frameOf(rows, given);
  return figure(text, bodyOf(given, rows, frame), [
    'The line joins means over seeds; the band reaches from the least to the greatest score that a fixed temperature attains at a gap no larger, over seeds. Bars are 95 % t intervals.',
    ...(frame.isCut ? ['Bars that end at the edge of the plot go on beyond it.'] : []),
    ...notes,
    ...remedies.map((remedy) => `${frontierText(remedy, given, tests)}.`),
  ]);
}

interface Rows {
  readonly band: readonly JsonObject[];
  readonly curve: readonly JsonObject[];
  readonly points: readonly RemedyRow[];
}

/** What the axes show. */
interface Frame {
  readonly x: Interval;
  readonly y: Interval;
  /** Whether intervals reach beyond it. */
  readonly isCut: boolean;
}

/** The points, the curve and the band, and of intervals as much again on each side: those of two seeds may be huge; nothing below 0 or above 100 % where no point is. */
function frameOf({ band, curve, points }: Rows, { gap, task }: FrontierOptions): Frame {
  const values = (rows: readonly JsonObject[], ...keys: string[]) =>
    rows.flatMap((row) => keys.map((key) => row[key] as number));
  const shown = [...curve, ...points];
  const [x, y] = [
    [...values(shown, 'x'), ...values(band, 'x')],
    [...values(shown, 'y'), ...values(band, 'low', 'high')],
  ];
  const [across, up] = [values(points, 'left', 'right'), values(points, 'low', 'high')];
  const frame = { x: framed(x, across, gap), y: framed(y, up, task) };
  const isIn =
    ([low, high]: Interval) =>
    (value: number) =>
      value >= low && value <= high;
  return { ...frame, isCut: !across.every(isIn(frame.x)) || !up.every(isIn(frame.y)) };
}

function framed(inner: readonly number[], outer: readonly number[], { percent }: { percent: boolean }): Interval {
  const [low, high] = [Math.min(...inner), Math.max(...inner)];
  const isPoint = high - low < 1e-6;
  const span = isPoint ? Math.max(0.02, 0.2 * Math.abs(low)) : high - low;
  const margin = isPoint ? span / 2 : 0.05 * span;
  const from = Math.min(low - margin, Math.max(low - span, Math.min(...outer, low)));
  const to = Math.max(high + margin, Math.min(high + span, Math.max(...outer, high)));
  return [low >= 0 ? Math.max(0, from) : from, percent && high <= 1 ? Math.min(1, to) : to];
}

const ink = '#555555';

function bodyOf(given: FrontierOptions, { band, curve, points }: Rows, frame: Frame): JsonObject {
  const axis = (score: Parameters<typeof scoreAxis>[0], domain: Interval) => ({
    ...scoreAxis(score),
    scale: { zero: false, nice: true, domain },
  });
  const [x, y] = [axis(given.gap, frame.x), axis(given.task, frame.y)];
  const layers = [bandLayer(band, x, y), curveLayer(curve, x, y), pointLayer(points, x, y)];
  return { ...singlePlot, layer: layers.filter((_, i) => [band, curve, points][i]!.length > 0) };
}

const bandLayer = (rows: readonly JsonObject[], x: JsonObject, y: JsonObject): JsonObject => ({
  data: dataOf(rows),
  mark: { type: 'area', color: ink, opacity: 0.2 },
  encoding: { x: { field: 'x', ...x }, y: { field: 'low', ...y }, y2: { field: 'high' } },
});

function curveLayer(rows: readonly JsonObject[], x: JsonObject, y: JsonObject): JsonObject {
  const label = { type: 'text', align: 'left', dx: 6, dy: -7, fontSize: 10 };
  const text = { field: 'label', type: 'nominal' };
  const order = { field: 'temperature', type: 'quantitative' };
  return {
    data: dataOf(rows),
    encoding: { x: { field: 'x', ...x }, y: { field: 'y', ...y }, order },
    layer: [
      { mark: { type: 'line', color: ink, strokeWidth: 1.5 } },
      { mark: { type: 'point', color: ink, filled: true, size: 40 } },
      { mark: { ...label, stroke: 'white', strokeWidth: 3 }, encoding: { text } },
      { mark: { ...label, color: ink }, encoding: { text } },
    ],
  };
}

function pointLayer(rows: readonly RemedyRow[], x: JsonObject, y: JsonObject): JsonObject {
  const { color, shape } = variantChannels(variantsOf(rows), 'symbol');
  const across = { x: { field: 'left', ...x }, x2: { field: 'right' }, y: { field: 'y', ...y } };
  const up = { x: { field: 'x', ...x }, y: { field: 'low', ...y }, y2: { field: 'high' } };
  return {
    data: dataOf(rows),
    encoding: { color },
    layer: [
      { mark: { type: 'rule', clip: true }, encoding: across },
      { mark: { type: 'rule', clip: true }, encoding: up },
      {
        mark: { type: 'point', filled: true, size: 110 },
        encoding: { shape, x: { field: 'x', ...x }, y: { field: 'y', ...y } },
      },
    ],
  };
}
