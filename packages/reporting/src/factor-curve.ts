import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { dataOf, figure, singlePlot } from './figures/chart';
import { overSeeds, seedNote } from './figures/over-seeds';
import { axisTitle, scoreAxis } from './figures/score-axis';
import { sentenceCase } from './figures/sentence-case';
import { measure } from './measure';
import { factorsOf } from './records/factors-of';
import { runsByVariant } from './records/runs-by-variant';
import { scoreOf } from './records/score-of';

const sharedParameters = 'shared parameters';
const options = z.strictObject({
  title: z.string().min(1).optional(),
  /** The score in words. */
  name: z.string().min(1),
  ...measure,
  /** A factor of a grid whose values are numbers, or `shared parameters`: their share of all trained ones. */
  x: z.string().min(1).default(sharedParameters),
  xName: z.string().min(1).optional(),
});
type Options = z.output<typeof options>;

/** One score over a dial: how much the towers share, a weight, a temperature. Means over seeds with their range. */
export const factorCurve = defineComponent(Figure)({
  type: 'factor-curve',
  options,
  create: (given) => {
    const title = given.title ?? sentenceCase(`${given.name} over ${given.xName ?? given.x}`);
    return { title, draw: (records) => draw(title, given, records) };
  },
});

function draw(title: string, given: Options, records: readonly RunRecord[]) {
  const points = runsByVariant(records).flatMap(({ variant, runs }) => {
    const places = runs.flatMap((run) => placeOf(run, given.x) ?? []);
    const values = runs.flatMap((run) => scoreOf(run, given.score) ?? []);
    return places.length === 0 || values.length === 0 ? [] : [{ variant, x: places[0]!, ...overSeeds(values) }];
  });
  const description = `${axisTitle(given)} over ${given.xName ?? given.x}, a point for each variant.`;
  if (points.length === 0)
    return figure(title, description, undefined, [`No run has ${given.name} and a number as ${given.x}.`]);
  const note = seedNote('Points', 'bars', points.map(({ seeds }) => seeds)); // prettier-ignore
  return figure(title, description, bodyOf(given, points), [note]);
}

/** Undefined where the run has no such factor, or one that is no number. */
function placeOf(run: RunRecord, x: string): number | undefined {
  if (x === sharedParameters)
    return run.parameters.total > 0 ? run.parameters.shared / run.parameters.total : undefined;
  const value = factorsOf(run)[x];
  return typeof value === 'number' ? value : undefined;
}

function bodyOf(given: Options, points: readonly JsonObject[]): JsonObject {
  const isShare = given.x === sharedParameters;
  const name = given.xName ?? given.x;
  const x = {
    field: 'x',
    ...scoreAxis({ name: isShare ? 'shared, of all trained parameters' : name, percent: isShare }),
  };
  const y = scoreAxis(given);
  const ink = '#0072B2';
  const place = { align: 'left', dx: 7, dy: -8, fontSize: 10 };
  const text = { field: 'variant', type: 'nominal' };
  return {
    data: dataOf(points),
    ...singlePlot,
    encoding: { x },
    layer: [
      { mark: { type: 'line', color: ink, strokeWidth: 1.5 }, encoding: { y: { field: 'mean', ...y } } },
      { mark: { type: 'rule', color: ink }, encoding: { y: { field: 'low', ...y }, y2: { field: 'high' } } },
      { mark: { type: 'point', color: ink, filled: true, size: 60 }, encoding: { y: { field: 'mean', ...y } } },
      {
        mark: { type: 'text', ...place, stroke: 'white', strokeWidth: 3 },
        encoding: { y: { field: 'mean', ...y }, text },
      },
      { mark: { type: 'text', ...place }, encoding: { y: { field: 'mean', ...y }, text } },
    ],
  };
}
