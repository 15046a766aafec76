import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { factorsOf } from './factors';
import { axisTitle, scoreAxis } from './figures/axes';
import { dataOf, emptyFigure, figure, overSeeds, seedNote, singlePlot } from './figures/chart';
import { namedMeasure, optionalTitle } from './options';
import { runsByVariant, scoresOf } from './records';
import { sentenceCase } from './rendering/text';

const sharedParameters = 'shared parameters';
const options = z.strictObject({
  title: optionalTitle,
  ...namedMeasure,
  x: z
    .string()
    .min(1)
    .default(sharedParameters)
    .describe('factor of a grid with numbers as values, or `shared parameters`: their share of all trained parameters'),
  xName: z.string().min(1).optional().describe('name of x in words (default: x itself)'),
});
type Options = z.output<typeof options>;

/** One score over a factor: how much the towers share, a weight, a temperature. Means over seeds with their range. */
export const factorCurve = defineComponent(Figure)({
  type: 'factor-curve',
  options,
  create: (given) => {
    const title = given.title ?? sentenceCase(`${given.name} over ${nameOfX(given)}`);
    return { title, draw: (records) => draw(title, given, records) };
  },
});

const nameOfX = ({ x, xName }: Options): string => xName ?? x;

function draw(title: string, given: Options, records: readonly RunRecord[]) {
  const points = runsByVariant(records).flatMap(({ variant, runs }) => {
    const places = runs.flatMap((run) => placeOf(run, given.x) ?? []);
    const values = scoresOf(runs, given.score);
    return places.length === 0 || values.length === 0 ? [] : [{ variant, x: places[0]!, ...overSeeds(values) }];
  });
  const description = `${axisTitle(given)} over ${nameOfX(given)}, a point for each variant.`;
  if (points.length === 0) {
    return emptyFigure({ title, description }, `No run has ${given.name} and a number as ${given.x}.`);
  }
  return figure({ title, description }, bodyOf(given, points), [seedNote('Points', 'bars', points)]);
}

/** Undefined where the run does not have the factor, or its value is not a number. */
function placeOf(run: RunRecord, x: string): number | undefined {
  if (x === sharedParameters) {
    return run.parameters.total > 0 ? run.parameters.shared / run.parameters.total : undefined;
  }
  const value = factorsOf(run)[x];
  return typeof value === 'number' ? value : undefined;
}

function bodyOf(given: Options, points: readonly JsonObject[]): JsonObject {
  const isShare = given.x === sharedParameters;
  const name = isShare ? 'shared, of all trained parameters' : nameOfX(given);
  const x = { field: 'x', ...scoreAxis({ name, percent: isShare }) };
  const range = scoreAxis(given);
  const y = { field: 'mean', ...range };
  const ink = '#0072B2';
  const label = { type: 'text', align: 'left', dx: 7, dy: -8, fontSize: 10 };
  const text = { field: 'variant', type: 'nominal' };
  return {
    data: dataOf(points),
    ...singlePlot,
    encoding: { x },
    layer: [
      { mark: { type: 'line', color: ink, strokeWidth: 1.5 }, encoding: { y } },
      {
        mark: { type: 'rule', color: ink },
        encoding: { y: { field: 'low', ...range }, y2: { field: 'high' } },
      },
      { mark: { type: 'point', color: ink, filled: true, size: 60 }, encoding: { y } },
      { mark: { ...label, stroke: 'white', strokeWidth: 3 }, encoding: { y, text } },
      { mark: label, encoding: { y, text } },
    ],
  };
}
