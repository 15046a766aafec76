import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { dataOf, figure, singlePlot } from './figures/chart';
import { variantChannels } from './figures/variant-channels';
import { axisTitle, scoreAxis } from './figures/score-axis';
import { sentenceCase } from './figures/sentence-case';
import { measure } from './measure';
import { runsByVariant } from './records/runs-by-variant';
import { scoreOf } from './records/score-of';

const axis = z.strictObject({ name: z.string().min(1), ...measure });
const options = z.strictObject({
  title: z.string().min(1).optional(),
  /** The gap. */
  x: axis,
  /** What it may be good or bad for. */
  y: axis,
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

function draw(title: string, { x, y }: Options, records: readonly RunRecord[]) {
  const points = runsByVariant(records).flatMap(({ variant, runs }) =>
    runs.flatMap((run) => {
      const [across, up] = [scoreOf(run, x.score), scoreOf(run, y.score)];
      return across === undefined || up === undefined ? [] : [{ variant, seed: run.seed, x: across, y: up }];
    }),
  );
  const description = `Each small point is a run: ${axisTitle(y)} over ${axisTitle(x)}. Large points are means of variants.`;
  if (points.length === 0) return figure(title, description, undefined, [`No run has both ${x.name} and ${y.name}.`]);
  return figure(title, description, body(points, x, y), ['Small points are seeds, large ones the mean of a variant.']);
}

function body(points: readonly (JsonObject & { readonly variant: string })[], x: Options['x'], y: Options['y']) {
  const { color, shape } = variantChannels([...new Set(points.map(({ variant }) => variant))], 'symbol');
  return {
    data: dataOf(points),
    ...singlePlot,
    encoding: { color, shape },
    layer: [
      {
        mark: { type: 'point', size: 45, strokeWidth: 1.5, opacity: 0.75 },
        encoding: { x: { field: 'x', ...scoreAxis(x) }, y: { field: 'y', ...scoreAxis(y) } },
      },
      {
        mark: { type: 'point', size: 190, filled: true, stroke: 'white', strokeWidth: 1 },
        encoding: {
          x: { field: 'x', aggregate: 'mean', ...scoreAxis(x) },
          y: { field: 'y', aggregate: 'mean', ...scoreAxis(y) },
        },
      },
    ],
  };
}
