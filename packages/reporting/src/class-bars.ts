import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { labelsOf, variantChannels } from './figures/axes';
import { dataOf, emptyFigure, figure, overSeeds, seedNote, variantsOf } from './figures/chart';
import { optionalTitle, split } from './options';
import { detailsOf, runsByVariant, type VariantRuns } from './records';

const options = z.strictObject({
  title: optionalTitle,
  split,
  classSet: z.string().min(1).default('coarse').describe('class set of the dataset'),
  most: z
    .int()
    .min(1)
    .max(100)
    .default(20)
    .describe('maximum number of classes, 1 to 100: those in which the variants differ the most'),
});
type Options = z.output<typeof options>;

/** Zero-shot recall of each class: a bar for each variant, with a symbol at its end for print without colour. */
export const classBars = defineComponent(Figure)({
  type: 'class-bars',
  options,
  create: (given) => {
    const title = given.title ?? `Zero-shot recall by class (${given.classSet}, ${given.split})`;
    return { title, draw: (records) => draw(title, given, records) };
  },
});

function draw(title: string, { split, classSet, most }: Options, records: readonly RunRecord[]) {
  const rows = runsByVariant(records).flatMap((variant) => rowsOf(variant, `${split}/${classSet}`));
  const description = `Share of the images of each class of ${classSet} that zero-shot classification finds, for each variant.`;
  if (rows.length === 0) {
    const reason = `No run has recalls by class for ${split}/${classSet}: evaluate with zeroShot().`;
    return emptyFigure({ title, description }, reason);
  }
  const classes = chosenClasses(rows, most);
  const left = new Set(rows.map(({ label }) => label)).size - classes.length;
  const shown = rows.filter(({ label }) => classes.includes(label));
  return figure({ title, description }, body(shown, classes), [
    seedNote('Bars', 'whiskers', shown),
    ...(left === 0 ? [] : [`${left} classes in which variants differ less, or not at all, are left out.`]),
  ]);
}

interface ClassRow extends JsonObject {
  readonly variant: string;
  readonly label: string;
  readonly mean: number;
  readonly seeds: number;
}

const recallsOfClasses = z.record(z.string(), z.number());

function rowsOf({ variant, runs }: VariantRuns, place: string): ClassRow[] {
  const recalls = runs
    .map((run) => detailsOf(run, ['zero-shot', place, 'recalls'], recallsOfClasses))
    .filter((found) => found !== undefined);
  const labels = [...new Set(recalls.flatMap((own) => Object.keys(own)))];
  return labels.map((label) => ({
    variant,
    label,
    ...overSeeds(recalls.flatMap((own) => (Object.hasOwn(own, label) ? own[label]! : []))),
  }));
}

/** In the order of their mean recall. Classes without differences are left out, and small ones beyond the maximum. */
function chosenClasses(rows: readonly ClassRow[], maxClasses: number): string[] {
  const means = (label: string) => rows.filter((row) => row.label === label).map(({ mean }) => mean);
  const spread = (label: string) => Math.max(...means(label)) - Math.min(...means(label));
  const sum = (label: string) => means(label).reduce((total, mean) => total + mean, 0);
  const labels = [...new Set(rows.map(({ label }) => label))];
  const differing = labels.filter((label) => spread(label) > 0);
  const shown = differing.length === 0 ? labels : differing;
  const kept = shown.sort((a, b) => spread(b) - spread(a)).slice(0, maxClasses);
  return kept.sort((a, b) => sum(b) - sum(a));
}

function body(rows: readonly ClassRow[], classes: readonly string[]): JsonObject {
  const names = variantsOf(rows);
  const { color, shape } = variantChannels(names, 'symbol');
  const x = { type: 'quantitative', title: 'recall (%)', axis: labelsOf({ percent: true }) };
  const y = {
    field: 'label',
    type: 'nominal',
    title: null,
    sort: classes,
    axis: { labelLimit: 260 },
    scale: { paddingInner: 0.35 },
  };
  const ink = '#222222';
  const bars = { mark: { type: 'bar' }, encoding: { x: { field: 'mean', ...x } } };
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
    height: { step: 9 },
    encoding: { y, yOffset: { field: 'variant', type: 'nominal', sort: names }, color },
    layer: [bars, whiskers, symbols],
  };
}
