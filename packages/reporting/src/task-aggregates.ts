import { defineComponent, type Interval, Table, type TableCell, type TableColumn } from '@alignclip/core';
import {
  probabilityOfImprovement,
  stratifiedBootstrap,
  type TaskScores,
  taskAggregates as aggregatesOf,
} from '@alignclip/metrics';
import { z } from 'zod';
import { missingVariant } from './comparison/baseline-tests';
import { checkFairness } from './fairness/fairness';
import { rowMarks } from './fairness/map-marks';
import { comparison, titleOption } from './options';
import { runsByVariant, type VariantRuns } from './records';
import { scoreNotes } from './tables/table-of-scores';
import { leftOutNotes, type MethodScores, normalisationNote, taskScores, tasksOption } from './tables/task-scores';

/** Variants over many tasks at once: interquartile mean and what belongs to it (Agarwal et al. 2021). */
export const taskAggregates = defineComponent(Table)({
  type: 'task-aggregates',
  options: z.strictObject({
    title: titleOption.default('Over all tasks').describe('title above the table'),
    tasks: tasksOption,
    ...comparison,
    baseline: comparison.baseline.describe('variant that the others may improve on (default: no probabilities)'),
  }),
  create: ({ title, tasks, ...options }) => ({
    title,
    render(records) {
      const variants = runsByVariant(records);
      const methods = taskScores(variants, tasks);
      const baseline = methods.find(({ variant }) => variant === options.baseline);
      const { unfair, notes } = checkFairness(variants, options);
      const rows = methods.map((method, i) => {
        const cells = [
          ...aggregateCells(method),
          ...(baseline === undefined ? [] : improvementCells(method, baseline)),
        ];
        return { name: method.variant, cells, ...rowMarks(variants[i]!, unfair.get(method.variant)) };
      });
      const columns = [...aggregates, ...(baseline === undefined ? [] : improvement(baseline.variant))];
      const own = tasks.map(({ name, score }) => ({ title: name, score }));
      return {
        title,
        ...(baseline === undefined ? {} : { baseline: baseline.variant }),
        columns,
        rows,
        notes: [
          ...(variants.length === 0 ? ['There are no finished runs yet.'] : methodNotes(methods, tasks.length)),
          normalisationNote(tasks),
          ...scoreNotes(variants, own),
          ...leftOutNotes(variants, methods),
          ...noBaseline(options.baseline, variants),
          ...notes,
        ],
      };
    },
  }),
});

const column = (title: string, change: Partial<TableColumn> = {}): TableColumn => ({
  title,
  better: 'neither',
  percent: false,
  digits: 3,
  ...change,
});

const interval = (title: string, group: string) => column(title, { group, shows: 'interval' });

const aggregates: readonly TableColumn[] = [
  column('runs', { digits: 0 }),
  column('value', { group: 'interquartile mean', better: 'higher' }),
  interval('95 %', 'interquartile mean'),
  column('value', { group: 'median', better: 'higher' }),
  interval('95 %', 'median'),
  column('value', { group: 'mean', better: 'higher' }),
  interval('95 %', 'mean'),
  column('value', { group: 'optimality gap', better: 'lower' }),
  interval('95 %', 'optimality gap'),
];

const improvement = (baseline: string): TableColumn[] => [
  column('value', { group: `P(better than ${baseline})` }),
  interval('95 %', `P(better than ${baseline})`),
];

type Cells = (TableCell | undefined)[];

const aggregateValues = (scores: TaskScores): number[] => {
  const { interquartileMean, median, mean, optimalityGap } = aggregatesOf(scores);
  return [interquartileMean, median, mean, optimalityGap];
};

function aggregateCells({ scores }: MethodScores): Cells {
  if (scores.length === 0) return aggregates.map(() => undefined);
  const intervals = stratifiedBootstrap([scores], ([sample]) => aggregateValues(sample!));
  const cells = aggregateValues(scores).flatMap((value, i) => valueCells(value, intervals[i], scores.length));
  return [{ mean: scores.length, seeds: scores.length }, ...cells];
}

function improvementCells(method: MethodScores, baseline: MethodScores): Cells {
  const both = [method.scores, baseline.scores];
  if (method === baseline || both.some((scores) => scores.length === 0)) return [undefined, undefined];
  const statistic = ([x, y]: readonly TaskScores[]) => [probabilityOfImprovement(x!, y!)];
  const [found] = stratifiedBootstrap(both, statistic);
  return valueCells(statistic(both)[0]!, found, method.scores.length);
}

const valueCells = (mean: number, interval: Interval | undefined, seeds: number): Cells => [
  { mean, seeds },
  interval && { mean, seeds, interval },
];

function methodNotes(methods: readonly MethodScores[], tasks: number): string[] {
  const runs = Math.min(...methods.map(({ scores }) => scores.length).filter((count) => count > 0));
  return [
    `Over ${tasks} ${tasks === 1 ? 'task' : 'tasks'} (Agarwal et al. 2021): the interquartile mean is that of the middle half of all runs × tasks. Intervals are percentiles of 2,000 bootstrap samples that draw the runs of each task anew.`,
    ...(runs < 10
      ? [`With fewer than 10 runs, here ${runs === Infinity ? 0 : runs}, these intervals are too narrow.`]
      : []),
  ];
}

function noBaseline(baseline: string | undefined, variants: readonly VariantRuns[]): string[] {
  if (baseline === undefined || variants.length === 0) return [];
  if (variants.some(({ variant }) => variant === baseline)) return [];
  return [`No probability of improvement: ${missingVariant('the baseline', baseline, variants)}.`];
}
