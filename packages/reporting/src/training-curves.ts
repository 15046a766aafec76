import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { dataOf, figure } from './figures/chart';
import { overSeeds, seedNote } from './figures/over-seeds';
import { variantChannels } from './figures/variant-channels';
import { runsByVariant, type VariantRuns } from './records/runs-by-variant';

const options = z.strictObject({
  title: z.string().min(1).default('Gap and temperature over training'),
  /** Curves below each other, by their key in the record; `<folder>/…` is drawn over `<folder>/step`. */
  curves: z
    .array(z.strictObject({ key: z.string().min(1), name: z.string().min(1) }))
    .min(1)
    .default([
      { key: 'trajectory/centroid-distance', name: 'centroid distance' },
      { key: 'trajectory/alignment-score', name: 'alignment score' },
      { key: 'trajectory/logit-scale', name: 'logit scale 1/τ' },
    ]),
});
type Options = z.output<typeof options>;
type Curve = Options['curves'][number];

/** Curves of the records over the steps of training, one plot below the other: gap beside temperature by default. */
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
  const notes =
    missing.length === 0 ? [] : [`No run has the curve ${missing.join(', ')}; the probe gap-trajectory writes trajectory/….`]; // prettier-ignore
  if (found.length === 0) return figure(title, description, undefined, notes);
  const names = [...new Set(found.flatMap(({ rows }) => rows.map(({ variant }) => variant)))];
  const seeds = found.flatMap(({ rows }) => rows.map((row) => row.seeds));
  const plots = found.map(({ curve, rows }, i) => plotOf(curve, rows, names, i === found.length - 1));
  return figure(title, description, { vconcat: plots }, [seedNote('Lines', 'bands', seeds), ...notes]);
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
  const y = { type: 'quantitative', title: name, scale: { zero: false } };
  return {
    data: dataOf(rows),
    width: 420,
    height: 150,
    encoding: {
      x: { field: 'step', type: 'quantitative', title: isLast ? 'step' : null, axis: { format: 'd' } },
      color,
    },
    layer: [
      { mark: { type: 'area', opacity: 0.2 }, encoding: { y: { field: 'low', ...y }, y2: { field: 'high' } } },
      { mark: { type: 'line', strokeWidth: 2 }, encoding: { y: { field: 'mean', ...y }, strokeDash } },
    ],
  };
}
