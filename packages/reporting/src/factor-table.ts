import { defineComponent, Table, type RunRecord, type TableColumn, type TableRow } from '@alignclip/core';
import { z } from 'zod';
import { factorValues, valueText } from './factors/factor-values';
import { heldFactors } from './factors/held-factors';
import { formatOf, measure } from './measure';
import { cellOf } from './records/cell-of';
import { factorsOf } from './records/factors-of';
import { runsByVariant } from './records/runs-by-variant';
import { scoreOf } from './records/score-of';

const path = z.string().min(1);
const options = z.strictObject({
  title: z.string().min(1).optional(),
  /** The score in words. */
  name: z.string().min(1),
  ...measure,
  better: z.enum(['higher', 'lower', 'neither']).default('neither'),
  /** The factor whose values are the rows: a path of the grid, e.g. `losses.intraModalitySeparation.weight`. */
  rows: path,
  /** The factor whose values are the columns; without it there is one column. */
  columns: path.optional(),
});
type Options = z.output<typeof options>;

/** One score over the values of one or two factors of a grid: mean ± standard deviation over the seeds. */
export const factorTable = defineComponent(Table)({
  type: 'factor-table',
  options,
  create: (options) => {
    const title =
      options.title ?? `${options.name} by ${options.rows}${options.columns ? ` and ${options.columns}` : ''}`;
    return { title, render: (records) => ({ title, rowTitle: options.rows, ...render(options, records) }) };
  },
});

function render(options: Options, records: readonly RunRecord[]) {
  const wanted = [options.rows, ...(options.columns === undefined ? [] : [options.columns])];
  const runs = runsByVariant(records).flatMap((variant) => variant.runs);
  const points = runs.filter((run) => wanted.every((factor) => Object.hasOwn(factorsOf(run), factor)));
  const columnValues = options.columns === undefined ? [undefined] : factorValues(points, options.columns);
  const columns = columnValues.map((value): TableColumn => ({
    ...(options.columns === undefined ? { title: options.name } : { group: options.columns, title: valueText(value) }),
    better: options.better,
    ...formatOf(options),
  }));
  const rows = factorValues(points, options.rows).map((value): TableRow => ({
    name: valueText(value),
    cells: columnValues.map((column) => {
      const there = points.filter(
        (run) =>
          isAt(run, options.rows, value) && (options.columns === undefined || isAt(run, options.columns, column)),
      );
      return cellOf(there.flatMap((run) => scoreOf(run, options.score) ?? []));
    }),
  }));
  return { columns, rows, notes: notesOf(points, runs.length, wanted) };
}

const isAt = (run: RunRecord, factor: string, value: unknown): boolean =>
  valueText(factorsOf(run)[factor]) === valueText(value);

function notesOf(points: readonly RunRecord[], runs: number, wanted: readonly string[]): string[] {
  if (points.length === 0) return [`No run is a point of a grid over ${wanted.join(' and ')}.`];
  const without = runs - points.length;
  return [
    'Mean ± standard deviation over the runs of a point.',
    ...heldFactors(points, wanted),
    ...(without === 0
      ? []
      : [`${without} ${without === 1 ? 'run is' : 'runs are'} no point of this grid and left out.`]),
  ];
}
