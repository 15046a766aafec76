import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { dataOf, figure, singlePlot, smallPlot } from './figures/chart';
import { overSeeds, seedNote } from './figures/over-seeds';
import { labelsOf } from './figures/score-axis';
import { variantChannels } from './figures/variant-channels';
import { cosinesOf, type Cosines } from './records/cosines-of';
import { runsByVariant } from './records/runs-by-variant';
import { splits } from './tables/options';

/** Share of the true pairs below each cosine, as in Figure 4 of the paper: a line for each variant. */
export const cosineDistribution = defineComponent(Figure)({
  type: 'cosine-distribution',
  options: z.strictObject({
    title: z.string().min(1).default('Cosines of true pairs, cumulated'),
    splits: splits('test'),
  }),
  create: ({ title, splits }) => ({ title, draw: (records) => draw(title, splits, records) }),
});

function draw(title: string, splits: readonly string[], records: readonly RunRecord[]) {
  const curves = splits.flatMap((split) =>
    runsByVariant(records).flatMap(({ variant, runs }) => {
      const found = runs.flatMap((run) => cosinesOf(run, split) ?? []);
      const seeds = found.filter(({ edges }) => edges.join() === found[0]!.edges.join());
      return seeds.length === 0 ? [] : [{ split, variant, seeds }];
    }),
  );
  const description =
    'For each variant, the share of true pairs whose cosine lies below a value. A curve further right means pairs closer together.';
  if (curves.length === 0) {
    return figure(title, description, undefined, [`No run has the pair cosines of ${splits.join(', ')}: evaluate with gap().`]); // prettier-ignore
  }
  const names = [...new Set(curves.map(({ variant }) => variant))];
  const notes = [
    seedNote(
      'Lines',
      'bands',
      curves.map(({ seeds }) => seeds.length),
    ),
  ];
  return figure(title, description, body(names, curves.flatMap(rowsOf), splits), notes);
}

/** One row for each edge where something happens: all pairs lie to the right of the first and to the left of the last. */
function rowsOf({
  split,
  variant,
  seeds,
}: {
  split: string;
  variant: string;
  seeds: readonly Cosines[];
}): JsonObject[] {
  const rows = seeds[0]!.edges.map((cosine, k) => ({
    split,
    variant,
    cosine,
    ...overSeeds(seeds.map(({ cumulative }) => (k === 0 ? 0 : cumulative[k - 1]!))),
  }));
  const first = rows.findLastIndex(({ high }) => high === 0);
  const last = rows.findIndex(({ low }) => low >= 1);
  return rows.slice(Math.max(0, first), last < 0 ? rows.length : last + 1);
}

function body(names: readonly string[], rows: readonly JsonObject[], splits: readonly string[]): JsonObject {
  const { color, strokeDash } = variantChannels(names, 'line');
  const y = { type: 'quantitative', axis: { ...labelsOf({ percent: true }), title: 'share of the pairs below (%)' }, scale: { domain: [0, 1] } }; // prettier-ignore
  const plot: JsonObject = {
    encoding: {
      x: { field: 'cosine', type: 'quantitative', title: 'cosine of a true pair', scale: { zero: false, nice: true } },
      color,
    },
    layer: [
      { mark: { type: 'area', opacity: 0.2 }, encoding: { y: { field: 'low', ...y }, y2: { field: 'high' } } },
      { mark: { type: 'line', strokeWidth: 2 }, encoding: { y: { field: 'mean', ...y }, strokeDash } },
    ],
  };
  if (splits.length === 1) return { data: dataOf(rows), ...singlePlot, ...plot };
  return {
    data: dataOf(rows),
    facet: { field: 'split', type: 'nominal', title: null, sort: splits },
    columns: 3,
    resolve: { axis: { x: 'independent' } },
    spec: { ...smallPlot, ...plot },
  };
}
