import { defineComponent, Figure, type JsonObject, type RunRecord } from '@alignclip/core';
import { performanceProfile as profileOf, stratifiedBootstrap } from '@alignclip/metrics';
import { z } from 'zod';
import { bandAndLine, variantChannels } from './figures/axes';
import { dataOf, emptyFigure, figure, singlePlot, variantsOf } from './figures/chart';
import { titleOption } from './options';
import { runsByVariant } from './records';
import { leftOutNotes, type MethodScores, normalisationNote, taskScores, tasksOption } from './tables/task-scores';

const options = z.strictObject({
  title: titleOption.default('Performance profiles').describe('title above the figure'),
  tasks: tasksOption,
  points: z.int().min(2).max(1001).default(101).describe('thresholds at which the profile is taken, evenly spaced'),
});
type Options = z.output<typeof options>;

/** For each threshold the share of runs × tasks with a greater normalised score: a line for each variant. */
export const performanceProfile = defineComponent(Figure)({
  type: 'performance-profile',
  options,
  create: (given) => ({ title: given.title, draw: (records) => draw(given, records) }),
});

function draw({ title, tasks, points }: Options, records: readonly RunRecord[]) {
  const variants = runsByVariant(records);
  const methods = taskScores(variants, tasks);
  const measured = methods.filter(({ scores }) => scores.length > 0);
  const text = {
    title,
    description: `For each threshold the share of runs and tasks with a greater normalised score, over ${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}: the higher a line, the better.`,
  };
  if (measured.length === 0) return emptyFigure(text, 'No run has a score of every task.');
  const thresholds = evenThresholds(measured, points);
  const rows = measured.flatMap((method) => profileRows(method, thresholds));
  return figure(text, bodyOf(rows), [
    normalisationNote(tasks),
    'Bands are 95 % percentiles of 2,000 bootstrap samples that draw the runs of each task anew; one run has none.',
    ...leftOutNotes(variants, methods),
  ]);
}

/** From the least to the greatest score, at least from 0 to 1. */
function evenThresholds(methods: readonly MethodScores[], points: number): number[] {
  const all = methods.flatMap(({ scores }) => scores.flat());
  const low = all.reduce((least, score) => Math.min(least, score), 0);
  const high = all.reduce((greatest, score) => Math.max(greatest, score), 1);
  return Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1));
}

type Row = JsonObject & { readonly variant: string };

function profileRows({ variant, scores }: MethodScores, thresholds: readonly number[]): Row[] {
  const shares = profileOf(scores, thresholds);
  const bands = stratifiedBootstrap([scores], ([sample]) => profileOf(sample!, thresholds));
  return shares.map((mean, i) => {
    const [low, high] = bands[i] ?? [mean, mean];
    return { variant, x: thresholds[i]!, mean, low, high };
  });
}

function bodyOf(rows: readonly Row[]): JsonObject {
  const { color, strokeDash } = variantChannels(variantsOf(rows), 'line');
  const x = { field: 'x', type: 'quantitative', title: 'normalised score τ', axis: { format: '~g' } };
  const y = { type: 'quantitative', title: 'share of runs and tasks above τ', scale: { domain: [0, 1] } };
  return { data: dataOf(rows), ...singlePlot, encoding: { x, color }, layer: bandAndLine(y, strokeDash) };
}
