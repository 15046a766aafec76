import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { bandAndLine, labelsOf, variantChannels } from './figures/axes';
import { dataOf, emptyFigure, figure, overSeeds, seedNote, singlePlot, smallPlot, variantsOf } from './figures/chart';
import { splits, titleOption } from './options';
import { cosinesOf, runsByVariant, type Cosines } from './records';

/** Share of the true pairs below each cosine, as in Figure 4 of the paper: a line for each variant. */
export const cosineDistribution = defineComponent(Figure)({
  type: 'cosine-distribution',
  options: z.strictObject({
    title: titleOption.default('Cosines of true pairs, cumulated').describe('title of the figure'),
    splits: splits('test'),
  }),
  create: ({ title, splits }) => ({ title, draw: (records) => draw(title, splits, records) }),
});

const description =
  'For each variant, the share of true pairs whose cosine lies below a value. A curve further right means pairs closer together.';

function draw(title: string, splits: readonly string[], records: readonly RunRecord[]) {
  const curves = splits.flatMap((split) => curvesOf(split, records));
  if (curves.length === 0) {
    const reason = `No run has the pair cosines of ${splits.join(', ')}: evaluate with gap().`;
    return emptyFigure({ title, description }, reason);
  }
  const counts = curves.map(({ histograms }) => ({ seeds: histograms.length }));
  const plots = body(variantsOf(curves), curves.flatMap(rowsOf), splits);
  return figure({ title, description }, plots, [seedNote('Lines', 'bands', counts)]);
}

/** The histograms of one variant on one split: one per seed, all with the same edges. */
interface Curve {
  readonly split: string;
  readonly variant: string;
  readonly histograms: readonly Cosines[];
}

const curvesOf = (split: string, records: readonly RunRecord[]): Curve[] =>
  runsByVariant(records).flatMap(({ variant, runs }) => {
    const found = runs.flatMap((run) => cosinesOf(run, split) ?? []);
    const histograms = found.filter(({ edges }) => edges.join() === found[0]!.edges.join());
    return histograms.length === 0 ? [] : [{ split, variant, histograms }];
  });

/** A row for each edge of the range in which the curve rises. */
function rowsOf({ split, variant, histograms }: Curve): JsonObject[] {
  const rows = histograms[0]!.edges.map((cosine, k) => ({
    split,
    variant,
    cosine,
    ...overSeeds(histograms.map(({ cumulative }) => (k === 0 ? 0 : cumulative[k - 1]!))),
  }));
  const first = rows.reduce((found, { high }, i) => (high === 0 ? i : found), 0);
  const last = rows.findIndex(({ low }) => low >= 1);
  return rows.slice(first, last < 0 ? rows.length : last + 1);
}

function body(names: readonly string[], rows: readonly JsonObject[], splits: readonly string[]): JsonObject {
  const { color, strokeDash } = variantChannels(names, 'line');
  const x = {
    field: 'cosine',
    type: 'quantitative',
    title: 'cosine of a true pair',
    scale: { zero: false, nice: true },
  };
  const y = {
    type: 'quantitative',
    axis: { ...labelsOf({ percent: true }), title: 'share of the pairs below (%)' },
    scale: { domain: [0, 1] },
  };
  const plot = { encoding: { x, color }, layer: bandAndLine(y, strokeDash) };
  if (splits.length === 1) return { data: dataOf(rows), ...singlePlot, ...plot };
  return {
    data: dataOf(rows),
    facet: { field: 'split', type: 'nominal', title: null, sort: splits },
    columns: 3,
    resolve: { axis: { x: 'independent' } },
    spec: { ...smallPlot, ...plot },
  };
}
