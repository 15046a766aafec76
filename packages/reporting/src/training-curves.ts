import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { bandAndLine, variantChannels } from './figures/axes';
import { dataOf, emptyFigure, figure, overSeeds, seedNote, variantsOf } from './figures/chart';
import { titleOption } from './options';
import { runsByVariant, type VariantRuns } from './records';

const curve = z.strictObject({
  key: z.string().min(1).describe('key of the curve in the record; `<folder>/…` is drawn over `<folder>/step`'),
  name: z.string().min(1).describe('name of the curve in words'),
});
const options = z.strictObject({
  title: titleOption.default('Gap and temperature over training').describe('title of the figure'),
  curves: z
    .array(curve)
    .min(1)
    .default([
      { key: 'trajectory/centroid-distance', name: 'centroid distance' },
      { key: 'trajectory/alignment-score', name: 'alignment score' },
      { key: 'trajectory/logit-scale', name: 'logit scale 1/τ' },
    ])
    .describe('curves drawn, one plot below the other'),
});
type Options = z.output<typeof options>;
type Curve = z.output<typeof curve>;

/** Curves of the records over the steps of training, one plot below the other: gap and temperature by default. */
export const trainingCurves = defineComponent(Figure)({
  type: 'training-curves',
  options,
  create: (given) => ({ title: given.title, draw: (records) => draw(given, records) }),
});

function draw({ title, curves }: Options, records: readonly RunRecord[]) {
  const variants = runsByVariant(records);
  const drawn = curves.map((curve) => ({ curve, rows: variants.flatMap((variant) => rowsOf(variant, curve)) }));
  const found = drawn.filter(({ rows }) => rows.length > 0);
  const missing = drawn.filter(({ rows }) => rows.length === 0).map(({ curve }) => curve.key);
  const description = `${curves.map(({ name }) => name).join(', ')} over the steps of training, a line for each variant.`;
  const reason = `No run has the curve ${missing.join(', ')}; the probe gap-trajectory writes trajectory/….`;
  const notes = missing.length === 0 ? [] : [reason];
  if (found.length === 0) return emptyFigure({ title, description }, ...notes);
  const rows = found.flatMap((one) => one.rows);
  const plots = found.map((one, i) => plotOf(one.curve, one.rows, variantsOf(rows), i === found.length - 1));
  return figure({ title, description }, { vconcat: plots }, [seedNote('Lines', 'bands', rows), ...notes]);
}

interface CurveRow extends JsonObject {
  readonly variant: string;
  readonly step: number;
  readonly seeds: number;
}

/** Steps that every run of the variant has; runs without the curve are left out. */
function rowsOf({ variant, runs }: VariantRuns, { key }: Curve): CurveRow[] {
  const stepKey = key.includes('/') ? key.replace(/[^/]+$/, 'step') : 'step';
  const curves = runs.flatMap(({ curves }) => {
    const [steps, values] = [curves[stepKey], curves[key]];
    return steps && values ? [new Map(steps.map((step, i) => [step, values[i]]))] : [];
  });
  return [...(curves[0]?.keys() ?? [])].flatMap((step): CurveRow[] => {
    const values = curves.map((curve) => curve.get(step)).filter((value) => value !== undefined);
    return values.length < curves.length ? [] : [{ variant, step, ...overSeeds(values) }];
  });
}

function plotOf({ name }: Curve, rows: readonly CurveRow[], names: readonly string[], isLast: boolean): JsonObject {
  const { color, strokeDash } = variantChannels(names, 'line');
  const x = { field: 'step', type: 'quantitative', title: isLast ? 'step' : null, axis: { format: 'd' } };
  const y = { type: 'quantitative', title: name, scale: { zero: false } };
  return {
    data: dataOf(rows),
    width: 420,
    height: 150,
    encoding: { x, color },
    layer: bandAndLine(y, strokeDash),
  };
}
