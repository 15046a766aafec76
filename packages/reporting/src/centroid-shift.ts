import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { dataOf, figure, smallPlot } from './figures/chart';
import { overSeeds, seedNote } from './figures/over-seeds';
import { scoreAxis } from './figures/score-axis';
import { variantChannels } from './figures/variant-channels';
import { detailsOf } from './records/details-of';
import { runsByVariant, type VariantRuns } from './records/runs-by-variant';

const measureOption = z.strictObject({
  /** Of the evaluator `interventions`: `image-to-text/R@10`, `zero-shot/coarse/top-1`, `centroid-distance`. */
  measure: z.string().min(1),
  name: z.string().min(1),
  percent: z.boolean().default(false),
});
const options = z.strictObject({
  title: z.string().min(1).default('The gap changed afterwards: centroid shift'),
  split: z.string().min(1).default('test'),
  measures: z
    .array(measureOption)
    .min(1)
    .default([
      { measure: 'image-to-text/R@10', name: 'R@10 image to text', percent: true },
      { measure: 'text-to-image/R@10', name: 'R@10 text to image', percent: true },
    ]),
});
type Options = z.output<typeof options>;

/** What becomes of a finished model when its gap is narrowed or widened (Liang et al. 2022): a line for each variant. */
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
  const description = `${measures.map(({ name }) => name).join(', ')} when images and texts of a finished model are moved along the line between their centroids: 0 as trained, 1 gap closed, below 0 gap widened.`;
  if (plots.length === 0)
    return figure(title, description, undefined, [`No run has the shift curves of ${split}: evaluate with interventions().`]); // prettier-ignore
  const names = [...new Set(plots.flatMap(({ rows }) => rows.map(({ variant }) => variant)))];
  const seeds = plots.flatMap(({ rows }) => rows.map((row) => row.seeds));
  return figure(
    title,
    description,
    { hconcat: plots.map(({ one, rows }) => plotOf(one, rows, names)), bounds: 'flush', spacing: 75 },
    [
      seedNote('Lines', 'bands', seeds),
      'Nothing is trained again; the unit of the shift is the centroid distance of each model.',
    ],
  );
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

function plotOf(one: Options['measures'][number], rows: readonly ShiftRow[], names: readonly string[]): JsonObject {
  const { color, strokeDash } = variantChannels(names, 'line');
  const y = scoreAxis(one);
  const mark = { type: 'rule', color: '#999999', strokeWidth: 1 };
  return {
    ...smallPlot,
    layer: [
      { data: dataOf([{ at: 0 }, { at: 1 }]), mark, encoding: { x: { field: 'at', type: 'quantitative' } } },
      ...[
        { mark: { type: 'area', opacity: 0.2 }, encoding: { y: { field: 'low', ...y }, y2: { field: 'high' } } },
        { mark: { type: 'line', strokeWidth: 2 }, encoding: { y: { field: 'mean', ...y }, strokeDash } },
      ].map(({ mark, encoding }) => ({
        data: dataOf(rows),
        mark,
        encoding: {
          x: {
            field: 'shift',
            type: 'quantitative',
            title: 'shift (multiples of the gap; 1 closes it)',
            axis: { format: '~g' },
          },
          color,
          ...encoding,
        },
      })),
    ],
  };
}
