import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { bandAndLine, scoreAxis, variantChannels } from './figures/axes';
import { dataOf, emptyFigure, figure, overSeeds, seedNote, smallPlot, variantsOf } from './figures/chart';
import { split, titleOption } from './options';
import { detailsOf, runsByVariant, type VariantRuns } from './records';

const shiftMeasure = z.strictObject({
  measure: z
    .string()
    .min(1)
    .describe('measure of `interventions`, e.g. `image-to-text/R@10`, `zero-shot/coarse/top-1`, `centroid-distance`'),
  name: z.string().min(1).describe('name of the measure in words'),
  percent: z.boolean().default(false).describe('the measure is a fraction and is shown times 100'),
});
const options = z.strictObject({
  title: titleOption.default('The gap changed afterwards: centroid shift').describe('title of the figure'),
  split,
  measures: z
    .array(shiftMeasure)
    .min(1)
    .default([
      { measure: 'image-to-text/R@10', name: 'R@10 image to text', percent: true },
      { measure: 'text-to-image/R@10', name: 'R@10 text to image', percent: true },
    ])
    .describe('measures drawn, a plot for each'),
});
type Options = z.output<typeof options>;
type ShiftMeasure = Options['measures'][number];

/** How a finished model performs when its gap is narrowed or widened (Liang et al. 2022): a line for each variant. */
export const centroidShift = defineComponent(Figure)({
  type: 'centroid-shift',
  options,
  create: (given) => ({ title: given.title, draw: (records) => draw(given, records) }),
});

function draw({ title, split, measures }: Options, records: readonly RunRecord[]) {
  const variants = runsByVariant(records);
  const plots = measures
    .map((one) => ({ one, rows: variants.flatMap((variant) => rowsOf(variant, split, one.measure)) }))
    .filter(({ rows }) => rows.length > 0);
  const names = measures.map(({ name }) => name).join(', ');
  const description = `${names} when images and texts of a finished model are moved along the line between their centroids: 0 as trained, 1 gap closed, below 0 gap widened.`;
  if (plots.length === 0) {
    const reason = `No run has the shift curves of ${split}: evaluate with interventions().`;
    return emptyFigure({ title, description }, reason);
  }
  const rows = plots.flatMap((plot) => plot.rows);
  const concatenated = plots.map((plot) => plotOf(plot.one, plot.rows, variantsOf(rows)));
  return figure({ title, description }, { hconcat: concatenated, bounds: 'flush', spacing: 75 }, [
    seedNote('Lines', 'bands', rows),
    'No model is retrained; the unit of the shift is the centroid distance of each model.',
  ]);
}

interface ShiftRow extends JsonObject {
  readonly variant: string;
  readonly seeds: number;
}

const sweep = z.record(z.string(), z.array(z.number()));

function rowsOf({ variant, runs }: VariantRuns, split: string, measure: string): ShiftRow[] {
  const curves = runs.flatMap((run) => {
    const found = detailsOf(run, ['interventions', `${split}/closing`, 'shift'], sweep);
    return found?.['at'] && found[measure] ? [{ at: found['at'], values: found[measure] }] : [];
  });
  return (curves[0]?.at ?? []).flatMap((shift) => {
    const values = curves.flatMap(({ at, values }) => values[at.indexOf(shift)] ?? []);
    return values.length < curves.length ? [] : [{ variant, shift, ...overSeeds(values) }];
  });
}

function plotOf(one: ShiftMeasure, rows: readonly ShiftRow[], names: readonly string[]): JsonObject {
  const { color, strokeDash } = variantChannels(names, 'line');
  const x = {
    field: 'shift',
    type: 'quantitative',
    title: 'shift (multiples of the gap; 1 closes it)',
    axis: { format: '~g' },
  };
  const landmarks = {
    data: dataOf([{ at: 0 }, { at: 1 }]),
    mark: { type: 'rule', color: '#999999', strokeWidth: 1 },
    encoding: { x: { field: 'at', type: 'quantitative' } },
  };
  const layers = bandAndLine(scoreAxis(one), strokeDash).map(({ mark, encoding }) => ({
    data: dataOf(rows),
    mark,
    encoding: { x, color, ...encoding },
  }));
  return { ...smallPlot, layer: [landmarks, ...layers] };
}
