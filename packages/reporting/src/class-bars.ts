import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { z } from 'zod';
import { dataOf, figure } from './figures/chart';
import { overSeeds, seedNote } from './figures/over-seeds';
import { labelsOf } from './figures/score-axis';
import { variantChannels } from './figures/variant-channels';
import { detailsOf } from './records/details-of';
import { runsByVariant, type VariantRuns } from './records/runs-by-variant';

const options = z.strictObject({
  title: z.string().min(1).optional(),
  split: z.string().min(1).default('test'),
  classSet: z.string().min(1).default('coarse'),
  /** At most so many classes, those with the largest differences between variants. */
  most: z.int().min(1).max(100).default(20),
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
  if (rows.length === 0)
    return figure(title, description, undefined, [`No run has recalls by class for ${split}/${classSet}: evaluate with zeroShot().`]); // prettier-ignore
  const classes = chosenClasses(rows, most);
  const left = new Set(rows.map(({ label }) => label)).size - classes.length;
  const shown = rows.filter(({ label }) => classes.includes(label));
  const notes = [
    seedNote('Bars', 'whiskers', shown.map(({ seeds }) => seeds)), // prettier-ignore
    ...(left === 0 ? [] : [`${left} classes in which variants differ less, or not at all, are left out.`]),
  ];
  return figure(title, description, body(shown, classes), notes);
}

interface ClassRow extends JsonObject {
  readonly variant: string;
  readonly label: string;
  readonly mean: number;
  readonly seeds: number;
}

const recallsOfClasses = z.record(z.string(), z.number());

function rowsOf({ variant, runs }: VariantRuns, place: string): ClassRow[] {
  const recalls = runs.flatMap((run) => {
    const found = detailsOf(run, ['zero-shot', place, 'recalls'], recallsOfClasses);
    return found === undefined ? [] : [found];
  });
  const labels = [...new Set(recalls.flatMap((own) => Object.keys(own)))];
  return labels.map((label) => ({ variant, label, ...overSeeds(recalls.flatMap((own) => own[label] ?? [])) }));
}

/** Classes by their mean recall; those in which no variants differ are left out, and small differences where there are many. */
function chosenClasses(rows: readonly ClassRow[], most: number): string[] {
  const means = (label: string) => rows.filter((row) => row.label === label).map(({ mean }) => mean);
  const spread = (label: string) => Math.max(...means(label)) - Math.min(...means(label));
  const sum = (label: string) => means(label).reduce((total, mean) => total + mean, 0);
  const labels = [...new Set(rows.map(({ label }) => label))];
  const differing = labels.filter((label) => spread(label) > 0);
  const shown = differing.length === 0 ? labels : differing;
  const kept = shown.sort((a, b) => spread(b) - spread(a)).slice(0, most);
  return kept.sort((a, b) => sum(b) - sum(a));
}

function body(rows: readonly ClassRow[], classes: readonly string[]): JsonObject {
  const names = [...new Set(rows.map(({ variant }) => variant))];
  const { color, shape } = variantChannels(names, 'symbol');
  const x = { type: 'quantitative', title: 'recall (%)', axis: labelsOf({ percent: true }) };
  return {
    data: dataOf(rows),
    width: 420,
    height: { step: 9 },
    encoding: {
      y: {
        field: 'label',
        type: 'nominal',
        title: null,
        sort: classes,
        axis: { labelLimit: 260 },
        scale: { paddingInner: 0.35 },
      },
      yOffset: { field: 'variant', type: 'nominal', sort: names },
      color,
    },
    layer: [
      { mark: { type: 'bar' }, encoding: { x: { field: 'mean', ...x } } },
      { mark: { type: 'rule', color: '#222222' }, encoding: { x: { field: 'low', ...x }, x2: { field: 'high' }, color: { value: '#222222' } } }, // prettier-ignore
      { mark: { type: 'point', filled: true, opacity: 1, size: 45, stroke: 'white', strokeWidth: 0.7 }, encoding: { x: { field: 'mean', ...x }, shape } }, // prettier-ignore
    ],
  };
}
