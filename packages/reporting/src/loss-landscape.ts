import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { dataOf, emptyFigure, figure, variantsOf } from './figures/chart';
import { split, titleOption } from './options';
import { detailsOf, runsByVariant, type VariantRuns } from './records';

/** CLIP's loss of finished models over centroid shift and logit scale (Liang et al. 2022): a map for each variant. */
export const lossLandscape = defineComponent(Figure)({
  type: 'loss-landscape',
  options: z.strictObject({
    title: titleOption.default('Contrastive loss over centroid shift and temperature').describe('title of the figure'),
    split,
  }),
  create: ({ title, split }) => ({ title, draw: (records) => draw(title, split, records) }),
});

const description =
  'For each variant, the contrastive loss of one batch when its images and texts are moved along the line between their centroids, at several logit scales. A point marks the smallest loss of each row.';

function draw(title: string, split: string, records: readonly RunRecord[]) {
  const rows = runsByVariant(records).flatMap((variant) => rowsOf(variant, split));
  if (rows.length === 0) {
    const reason = `No run has the loss landscape of ${split}: evaluate with interventions().`;
    return emptyFigure({ title, description }, reason);
  }
  return figure({ title, description }, body(rows), [
    'Means over seeds of the loss of both directions, in nats; logarithmic colours.',
    'A white point marks the smallest loss at a logit scale: at 0 the model as trained is best, at 1 the closed gap.',
  ]);
}

const grid = z.array(z.array(z.number()));
const landscape = z.object({
  shifts: z.array(z.number()).min(1),
  logitScales: z.array(z.number()).min(1),
  imageToText: grid, // [shift][scale]
  textToImage: grid,
});
type Landscape = z.output<typeof landscape>;

type LandscapeRow = JsonObject & { readonly variant: string; readonly loss: number };

/** On the logit scales that all runs of the variant share; the one that each run has learned is left out. */
function rowsOf({ variant, runs }: VariantRuns, split: string): LandscapeRow[] {
  const found = runs.flatMap((run) => detailsOf(run, ['interventions', `${split}/closing`, 'loss'], landscape) ?? []);
  const scales = (found[0]?.logitScales ?? []).filter(
    (scale) => Number.isInteger(scale) && found.every(({ logitScales }) => logitScales.includes(scale)),
  );
  return scales.flatMap((scale) => {
    const losses = found[0]!.shifts.flatMap((shift) => {
      const values = found.flatMap((one) => lossAt(one, shift, scale) ?? []);
      if (values.length < found.length) return [];
      return [{ variant, shift, scale, loss: values.reduce((sum, value) => sum + value, 0) / values.length }];
    });
    const least = Math.min(...losses.map(({ loss }) => loss));
    return losses.map((row) => ({ ...row, least: row.loss === least }));
  });
}

function lossAt({ shifts, logitScales, imageToText, textToImage }: Landscape, shift: number, scale: number) {
  const [row, column] = [shifts.indexOf(shift), logitScales.indexOf(scale)];
  const [there, back] = [imageToText[row]?.[column], textToImage[row]?.[column]];
  return there === undefined || back === undefined ? undefined : (there + back) / 2;
}

function body(rows: readonly LandscapeRow[]): JsonObject {
  const x = {
    field: 'shift',
    type: 'ordinal',
    title: 'shift (× gap)',
    axis: { labelAngle: 0, format: '~g' },
  };
  const y = { field: 'scale', type: 'ordinal', title: 'logit scale 1/τ', sort: 'descending' };
  const color = {
    field: 'loss',
    type: 'quantitative',
    title: 'loss (nats)',
    scale: { type: 'log', scheme: 'cividis' },
    legend: { format: '.2~g' },
  };
  const smallest = {
    transform: [{ filter: { field: 'least', equal: true } }],
    mark: { type: 'point', filled: true, size: 55, color: 'white', stroke: 'black', strokeWidth: 1 },
  };
  return {
    data: dataOf(rows),
    facet: { field: 'variant', type: 'nominal', title: null, sort: variantsOf(rows) },
    columns: 2,
    spec: {
      width: { step: 30 },
      height: { step: 26 },
      encoding: { x, y },
      layer: [{ mark: { type: 'rect', stroke: 'white' }, encoding: { color } }, smallest],
    },
  };
}
