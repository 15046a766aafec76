import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { labelsOf, variantChannels } from './figures/axes';
import { dataOf, emptyFigure, figure, overSeeds, seedNote, variantsOf } from './figures/chart';
import { optionalTitle, split } from './options';
import { runsByVariant, scoresOf, type VariantRuns } from './records';

const options = z.strictObject({
  title: optionalTitle,
  split,
  classSet: z.string().min(1).default('coarse').describe('class set of the dataset'),
});
type Options = z.output<typeof options>;

const labels = {
  'v-measure': 'classes: V-measure',
  ari: 'classes: adjusted Rand index',
  'modality-nmi': 'modality: NMI (should be 0)',
} as const;

/** Agreement of clusters of images and texts with the classes and with the modality, a bar for each variant. */
export const clusterBars = defineComponent(Figure)({
  type: 'cluster-bars',
  options,
  create: (given) => {
    const title = given.title ?? `Clusters of images and texts (${given.classSet}, ${given.split})`;
    return { title, draw: (records) => draw(title, given, records) };
  },
});

function draw(title: string, { split, classSet }: Options, records: readonly RunRecord[]) {
  const rows = runsByVariant(records).flatMap((variant) => rowsOf(variant, `clustering/${split}/${classSet}`));
  const description = `How far clusters of images and texts are the classes of ${classSet}, or the modality, for each variant.`;
  if (rows.length === 0)
    return emptyFigure({ title, description }, `No run has scores of clustering on ${split}/${classSet}.`);
  return figure({ title, description }, body(rows), [
    seedNote('Bars', 'whiskers', rows),
    'Clusters ignore the modality where the last group is 0.',
  ]);
}

interface ScoreRow extends JsonObject {
  readonly variant: string;
  readonly label: string;
  readonly mean: number;
  readonly seeds: number;
}

function rowsOf({ variant, runs }: VariantRuns, place: string): ScoreRow[] {
  return Object.entries(labels).flatMap(([name, label]) => {
    const values = scoresOf(runs, `${place}/${name}`);
    return values.length === 0 ? [] : [{ variant, label, ...overSeeds(values) }];
  });
}

function body(rows: readonly ScoreRow[]): JsonObject {
  const names = variantsOf(rows);
  const { color, shape } = variantChannels(names, 'symbol');
  const x = { type: 'quantitative', title: 'agreement, 1: the same partition', axis: labelsOf({ percent: false }) };
  const y = {
    field: 'label',
    type: 'nominal',
    title: null,
    sort: Object.values(labels),
    axis: { labelLimit: 260 },
    scale: { paddingInner: 0.35 },
  };
  const ink = '#222222';
  const whiskers = {
    mark: { type: 'rule', color: ink },
    encoding: { x: { field: 'low', ...x }, x2: { field: 'high' }, color: { value: ink } },
  };
  const symbols = {
    mark: { type: 'point', filled: true, opacity: 1, size: 45, stroke: 'white', strokeWidth: 0.7 },
    encoding: { x: { field: 'mean', ...x }, shape },
  };
  return {
    data: dataOf(rows),
    width: 420,
    height: { step: 12 },
    encoding: { y, yOffset: { field: 'variant', type: 'nominal', sort: names }, color },
    layer: [{ mark: { type: 'bar' }, encoding: { x: { field: 'mean', ...x } } }, whiskers, symbols],
  };
}
