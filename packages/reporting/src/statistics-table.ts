import {
  defineComponent,
  Table,
  type Interval,
  type NumberFormat,
  type TableCell,
  type TableColumn,
  type TableRow,
} from '@alignclip/core';
import { bootstrapMean } from '@alignclip/metrics';
import { z } from 'zod';
import { baselineTests, cellComparison, type BaselineTest } from './comparison/baseline-tests';
import { effectCaveat, testNotes } from './comparison/baseline-tests';
import { tableStatements } from './comparison/statements';
import { checkFairness } from './fairness/fairness';
import { rowMarks } from './fairness/map-marks';
import { comparison, formatOf, scoreColumn, titleOption, type ScoreColumn } from './options';
import { cellOf, runsByVariant, scoreCell, scoresOf, type VariantRuns } from './records';
import { tableNotes } from './tables/table-of-scores';

/** Every number behind a table: a row for each score and variant with spread, intervals, tests and effect size. */
export const statisticsTable = defineComponent(Table)({
  type: 'statistics-table',
  options: z.strictObject({
    title: titleOption.default('Statistics').describe('title above the table'),
    columns: z.array(scoreColumn).min(1).describe('scores; each has a row for each variant'),
    ...comparison,
  }),
  create: ({ title, columns: scores, ...options }) => ({
    title,
    statements: (records) => tableStatements(records, scores, options.baseline),
    render(records) {
      const { baseline } = options;
      const variants = runsByVariant(records);
      const tests = baselineTests(variants, scores, baseline);
      const { unfair, notes } = checkFairness(variants, options);
      const rows = scores.flatMap((score, column) =>
        variants.map((row): TableRow => {
          const test = tests.find((candidate) => candidate.variant === row.variant && candidate.column === column);
          return { ...rowOf(score, row, test, baseline !== undefined), ...rowMarks(row, unfair.get(row.variant)) };
        }),
      );
      return {
        title,
        rowTitle: 'score, variant',
        ...(baseline === undefined ? {} : { baseline }),
        columns: [...overSeeds, ...(baseline === undefined ? [] : against(baseline))],
        rows,
        notes: [
          ...tableNotes(variants, scores),
          ...testNotes(variants, tests, baseline),
          ...effectCaveat(tests),
          ...notes,
        ],
      };
    },
  }),
});

const column = (group: string, title: string, change: Partial<TableColumn> = {}): TableColumn => ({
  group,
  title,
  better: 'neither',
  percent: false,
  digits: 3,
  ...change,
});

const overSeeds = [
  column('over seeds', 'n', { digits: 0 }),
  column('over seeds', 'mean'),
  column('over seeds', 'sd'),
  column('over seeds', '95 % t', { shows: 'interval' }),
  column('over seeds', '95 % bootstrap', { shows: 'interval' }),
];

const against = (baseline: string) => [
  column(`against ${baseline}`, 'pairs', { digits: 0 }),
  column(`against ${baseline}`, 'difference'),
  column(`against ${baseline}`, '95 % t', { shows: 'interval' }),
  column(`against ${baseline}`, '95 % bootstrap', { shows: 'interval' }),
  column(`against ${baseline}`, 'permutation p', { shows: 'p-value' }),
  column(`against ${baseline}`, 'Holm p', { shows: 'p-value' }),
  column(`against ${baseline}`, 'Wilcoxon p', { shows: 'p-value' }),
  column(`against ${baseline}`, 'd_z', { digits: 2 }),
];

function rowOf(score: ScoreColumn, { variant, runs }: VariantRuns, test: BaselineTest | undefined, isTested: boolean) {
  const name = [score.group, score.title, score.percent ? '(%)' : undefined].filter(Boolean).join(' ');
  const format = formatOf(score);
  const values = scoresOf(runs, score.score);
  const undefinedMean = overSeeds.map(({ title }) => (title === 'mean' ? scoreCell(runs, score.score) : undefined));
  const cells = values.length === 0 ? undefinedMean : sampleCells(values, format);
  return { name: `${name}, ${variant}`, cells: isTested ? [...cells, ...testCells(test, format)] : cells };
}

type Cells = (TableCell | undefined)[];

/** n, mean, sd and both intervals of one score over seeds. */
function sampleCells(values: readonly number[], format: NumberFormat): Cells {
  const cell = cellOf(values);
  if (cell === undefined) return overSeeds.map(() => undefined);
  const { mean, sd, seeds, interval } = cell;
  return [
    { mean: seeds, seeds },
    { mean, seeds, format },
    sd === undefined ? undefined : { mean: sd, seeds, format },
    intervalCell(mean, seeds, interval, format),
    intervalCell(mean, seeds, interval && bootstrapMean(values), format),
  ];
}

/** Number of pairs, difference, its intervals, the three p-values and d_z; the difference carries the mark. */
function testCells(test: BaselineTest | undefined, format: NumberFormat): Cells {
  if (test === undefined) return against('').map(() => undefined);
  const { pairs: seeds, difference, effectSize } = test;
  return [
    { mean: seeds, seeds },
    { mean: difference, seeds, format, comparison: cellComparison(test) },
    intervalCell(difference, seeds, test.interval, format),
    intervalCell(difference, seeds, test.bootstrap, format),
    ...[test.permutation, test.adjusted, test.wilcoxon].map((p) => ({ mean: p, seeds })),
    effectSize === undefined ? undefined : { mean: effectSize, seeds },
  ];
}

const intervalCell = (mean: number, seeds: number, interval: Interval | undefined, format: NumberFormat) =>
  interval && { mean, seeds, interval, format };
