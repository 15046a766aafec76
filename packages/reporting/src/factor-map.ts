import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { factorValues, valueText } from './factors/factor-values';
import { heldFactors } from './factors/held-factors';
import { dataOf, figure } from './figures/chart';
import { axisTitle, labelsOf } from './figures/score-axis';
import { sentenceCase } from './figures/sentence-case';
import { formatOf, measure } from './measure';
import { cellOf } from './records/cell-of';
import { factorsOf } from './records/factors-of';
import { runsByVariant } from './records/runs-by-variant';
import { scoreOf } from './records/score-of';
import { formatNumber } from './rendering/format-number';

const path = z.string().min(1);
const options = z.strictObject({
  title: z.string().min(1).optional(),
  /** The score in words. */
  name: z.string().min(1),
  ...measure,
  /** Factors of a grid, e.g. `losses.crossModalitySeparation.weight` (α) and `losses.intraModalitySeparation.weight` (β). */
  x: path,
  y: path,
  xName: z.string().min(1).optional(),
  yName: z.string().min(1).optional(),
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
  const runs = runsByVariant(records).flatMap((variant) => variant.runs);
  const points = runs.filter((run) => [given.x, given.y].every((factor) => Object.hasOwn(factorsOf(run), factor)));
  const [columns, rows] = [given.x, given.y].map((factor) => factorValues(points, factor).map(valueText));
  const cells = rows!.flatMap((y) =>
    columns!.flatMap((x) => {
      const there = points.filter((run) => isAt(run, given.x, x) && isAt(run, given.y, y));
      const cell = cellOf(there.flatMap((run) => scoreOf(run, given.score) ?? []));
      return cell
        ? [{ x, y, mean: cell.mean, seeds: cell.seeds, label: formatNumber(cell.mean, formatOf(given)) }]
        : [];
    }),
  );
  const description = `${axisTitle(given)} for each pair of ${nameOf(given, 'x')} and ${nameOf(given, 'y')}.`;
  if (cells.length === 0)
    return figure(title, description, undefined, [`No run is a point of a grid over ${given.x} and ${given.y} with this score.`]); // prettier-ignore
  const body = bodyOf(given, cells, columns!, rows!);
  return figure(title, description, body, ['Means over the seeds of a point.', ...heldFactors(points, [given.x, given.y])]); // prettier-ignore
}

const isAt = (run: RunRecord, factor: string, text: string): boolean => valueText(factorsOf(run)[factor]) === text;

type MapCell = JsonObject & { readonly mean: number };

function bodyOf(given: Options, cells: readonly MapCell[], columns: readonly string[], rows: readonly string[]) {
  const middle = (Math.min(...cells.map(({ mean }) => mean)) + Math.max(...cells.map(({ mean }) => mean))) / 2;
  return {
    data: dataOf(cells),
    width: { step: 64 },
    height: { step: 40 },
    encoding: {
      x: { field: 'x', type: 'ordinal', title: nameOf(given, 'x'), sort: columns, axis: { labelAngle: 0 } },
      y: { field: 'y', type: 'ordinal', title: nameOf(given, 'y'), sort: [...rows].reverse() },
    },
    layer: [
      {
        mark: { type: 'rect', stroke: 'white' },
        encoding: {
          color: { field: 'mean', type: 'quantitative', title: axisTitle(given), scale: { scheme: 'cividis', zero: false }, legend: labelsOf(given) }, // prettier-ignore
        },
      },
      {
        mark: { type: 'text', fontSize: 11 },
        encoding: {
          text: { field: 'label', type: 'nominal' },
          color: { condition: { test: { field: 'mean', gt: middle }, value: 'black' }, value: 'white' },
        },
      },
    ],
  };
}
