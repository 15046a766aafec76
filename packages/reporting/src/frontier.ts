import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
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
  return figure(text, bodyOf(given, { band: bandRows(cells, given), curve, points }), [
    'The line joins means over seeds; the band reaches from the least to the greatest score that a fixed temperature attains at a gap no larger, over seeds. Bars are 95 % t intervals.',
    ...notes,
    ...remedies.map((remedy) => `${frontierText(remedy, given, tests)}.`),
  ]);
}

interface Rows {
  readonly band: readonly JsonObject[];
  readonly curve: readonly JsonObject[];
  readonly points: readonly RemedyRow[];
}

const ink = '#555555';

function bodyOf(given: FrontierOptions, { band, curve, points }: Rows): JsonObject {
  const [x, y] = [scoreAxis(given.gap), scoreAxis(given.task)];
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
      { mark: { type: 'rule' }, encoding: across },
      { mark: { type: 'rule' }, encoding: up },
      {
        mark: { type: 'point', filled: true, size: 110 },
        encoding: { shape, x: { field: 'x', ...x }, y: { field: 'y', ...y } },
      },
    ],
  };
}
