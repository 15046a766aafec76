import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { axisTitle, scoreAxis, variantChannels } from './figures/axes';
import { dataOf, emptyFigure, figure, singlePlot, variantsOf } from './figures/chart';
import { namedMeasure, optionalTitle } from './options';
import { runsByVariant, scoreOf } from './records';
import { sentenceCase } from './rendering/text';

const axis = z.strictObject(namedMeasure);
const options = z.strictObject({
  title: optionalTitle,
  x: axis.describe('score on the horizontal axis: the gap'),
  y: axis.describe('score on the vertical axis: what the gap may be good or bad for'),
});
type Options = z.output<typeof options>;

/** One score against another: a point for each run, a large one for the mean of each variant. */
export const gapAgainstScore = defineComponent(Figure)({
  type: 'gap-against-score',
  options,
  create: (given) => {
    const title = given.title ?? sentenceCase(`${given.y.name} against ${given.x.name}`);
    return { title, draw: (records) => draw(title, given, records) };
  },
});

function draw(title: string, given: Options, records: readonly RunRecord[]) {
  const { x, y } = given;
  const points = runsByVariant(records).flatMap(({ variant, runs }) =>
    runs.flatMap((run) => {
      const [across, up] = [scoreOf(run, x.score), scoreOf(run, y.score)];
      return across === undefined || up === undefined ? [] : [{ variant, seed: run.seed, x: across, y: up }];
    }),
  );
  const description = `Each small point is a run: ${axisTitle(y)} over ${axisTitle(x)}. Large points are means of variants.`;
  if (points.length === 0) return emptyFigure({ title, description }, `No run has both ${x.name} and ${y.name}.`);
  const note = 'Small points are seeds, large ones the mean of a variant.';
  return figure({ title, description }, body(points, given), [note]);
}

type Point = JsonObject & { readonly variant: string };

function body(points: readonly Point[], { x, y }: Options): JsonObject {
  const { color, shape } = variantChannels(variantsOf(points), 'symbol');
  const runs = {
    mark: { type: 'point', size: 45, strokeWidth: 1.5, opacity: 0.75 },
    encoding: { x: { field: 'x', ...scoreAxis(x) }, y: { field: 'y', ...scoreAxis(y) } },
  };
  const means = {
    mark: { type: 'point', size: 190, filled: true, stroke: 'white', strokeWidth: 1 },
    encoding: {
      x: { field: 'x', aggregate: 'mean', ...scoreAxis(x) },
      y: { field: 'y', aggregate: 'mean', ...scoreAxis(y) },
    },
  };
  return { data: dataOf(points), ...singlePlot, encoding: { color, shape }, layer: [runs, means] };
}
