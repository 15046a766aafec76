import { defineComponent, Table, type TableRow } from '@alignclip/core';
import { z } from 'zod';
import { baselineTests, type BaselineTest } from './comparison/baseline-tests';
import { effectCaveat, testNotes } from './comparison/test-notes';
import { checkFairness } from './fairness/fairness';
import { formatOf, scoreColumn, type ScoreColumn } from './measure';
import { runsByVariant, type VariantRuns } from './records/runs-by-variant';
import { scoreOf } from './records/score-of';
import { sampleCells, testCells } from './statistics/statistics-cells';
import { statisticsColumns } from './statistics/statistics-columns';
import { comparison } from './tables/options';
import { tableNotes } from './tables/table-notes';

/** Every number behind a table: a row for each score and variant with spread, intervals, tests and effect size. */
export const statisticsTable = defineComponent(Table)({
  type: 'statistics-table',
  options: z.strictObject({
    title: z.string().min(1).default('Statistics'),
    columns: z.array(scoreColumn).min(1),
    ...comparison,
  }),
  create: ({ title, columns: scores, ...options }) => ({
    title,
    render(records) {
      const { baseline } = options;
      const variants = runsByVariant(records);
      const tests = baselineTests(variants, scores, baseline);
      const { unfair, notes } = checkFairness(variants, options);
      const rows = scores.flatMap((score, column) =>
        variants.map((row): TableRow => {
          const differences = unfair.get(row.variant);
          const test = tests.find((candidate) => candidate.variant === row.variant && candidate.column === column);
          return { ...rowOf(score, row, test, baseline !== undefined), ...(differences && { unfair: differences }) };
        }),
      );
      return {
        title,
        rowTitle: 'score, variant',
        ...(baseline === undefined ? {} : { baseline }),
        columns: statisticsColumns(baseline),
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

function rowOf(score: ScoreColumn, { variant, runs }: VariantRuns, test: BaselineTest | undefined, isTested: boolean) {
  const name = [score.group, score.title, score.percent ? '(%)' : undefined].filter(Boolean).join(' ');
  const values = runs.flatMap((run) => scoreOf(run, score.score) ?? []);
  const format = formatOf(score);
  return {
    name: `${name}, ${variant}`,
    cells: [...sampleCells(values, format), ...(isTested ? testCells(test, format) : [])],
  };
}
