import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { averagedFactors, factorValues, isAt, pointsOf, valueText } from './factors';
import { axisTitle, labelsOf } from './figures/axes';
import { dataOf, emptyFigure, figure } from './figures/chart';
import { formatOf, namedMeasure, optionalTitle } from './options';
import { cellOf, runsByVariant, scoresOf } from './records';
import { formatNumber, sentenceCase } from './rendering/text';

const path = z.string().min(1);
const options = z.strictObject({
  title: optionalTitle,
  ...namedMeasure,
  x: path.describe('factor of the grid on the horizontal axis, e.g. `losses.crossModalitySeparation.weight` (α)'),
  y: path.describe('factor of the grid on the vertical axis, e.g. `losses.intraModalitySeparation.weight` (β)'),
  xName: path.optional().describe('name of x in words (default: x itself)'),
  yName: path.optional().describe('name of y in words (default: y itself)'),
});
type Options = z.output<typeof options>;

/** One score over two factors of a grid, such as α and β: means over the seeds, as colour and as number. */
export const factorMap = defineComponent(Figure)({
  type: 'factor-map',
  options,
  create: (given) => {
    const title = given.title ?? sentenceCase(`${given.name} over ${nameOf(given, 'x')} and ${nameOf(given, 'y')}`);
    return { title, draw: (records) => draw(title, given, records) };
  },
});

const nameOf = (given: Options, axis: 'x' | 'y'): string => (axis === 'x' ? given.xName : given.yName) ?? given[axis];

function draw(title: string, given: Options, records: readonly RunRecord[]) {
  const factors = [given.x, given.y];
  const runs = runsByVariant(records).flatMap((variant) => variant.runs);
  const points = pointsOf(runs, factors);
  const tiles = tilesOf(given, points);
  const description = `${axisTitle(given)} for each pair of ${nameOf(given, 'x')} and ${nameOf(given, 'y')}.`;
  if (tiles.length === 0) {
    const reason = `No run is part of a grid over ${factors.join(' and ')} with this score.`;
    return emptyFigure({ title, description }, reason);
  }
  return figure({ title, description }, bodyOf(given, points, tiles), [
    'Means over the seeds of a point.',
    ...averagedFactors(points, factors),
  ]);
}

type Tile = JsonObject & { readonly mean: number };

const textsOf = (points: readonly RunRecord[], factor: string): string[] => factorValues(points, factor).map(valueText);

/** One for each pair of values at which there are scores. */
const tilesOf = (given: Options, points: readonly RunRecord[]): Tile[] =>
  textsOf(points, given.y).flatMap((y) =>
    textsOf(points, given.x).flatMap((x) => {
      const there = points.filter((run) => isAt(run, given.x, x) && isAt(run, given.y, y));
      const cell = cellOf(scoresOf(there, given.score));
      if (cell === undefined) return [];
      return [{ x, y, mean: cell.mean, seeds: cell.seeds, label: formatNumber(cell.mean, formatOf(given)) }];
    }),
  );

function bodyOf(given: Options, points: readonly RunRecord[], tiles: readonly Tile[]): JsonObject {
  const means = tiles.map(({ mean }) => mean);
  const middle = (Math.min(...means) + Math.max(...means)) / 2;
  const x = {
    field: 'x',
    type: 'ordinal',
    title: nameOf(given, 'x'),
    sort: textsOf(points, given.x),
    axis: { labelAngle: 0 },
  };
  const y = { field: 'y', type: 'ordinal', title: nameOf(given, 'y'), sort: textsOf(points, given.y).reverse() };
  const color = {
    field: 'mean',
    type: 'quantitative',
    title: axisTitle(given),
    scale: { scheme: 'cividis', zero: false },
    legend: labelsOf(given),
  };
  const inkOnColor = { condition: { test: { field: 'mean', gt: middle }, value: 'black' }, value: 'white' };
  return {
    data: dataOf(tiles),
    width: { step: 64 },
    height: { step: 40 },
    encoding: { x, y },
    layer: [
      { mark: { type: 'rect', stroke: 'white' }, encoding: { color } },
      {
        mark: { type: 'text', fontSize: 11 },
        encoding: { text: { field: 'label', type: 'nominal' }, color: inkOnColor },
      },
    ],
  };
}
