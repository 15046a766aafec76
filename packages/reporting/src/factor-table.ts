import { defineComponent, Table, type RunRecord, type TableColumn, type TableRow } from '@alignclip/core';
import { z } from 'zod';
import { averagedFactors, factorValues, isAt, pointsOf, valueText } from './factors';
import { markNotes } from './fairness/map-marks';
import { anyDirection, formatOf, namedMeasure, optionalTitle } from './options';
import { runsByVariant, scoreCell } from './records';

const path = z.string().min(1);
const options = z.strictObject({
  title: optionalTitle,
  ...namedMeasure,
  better: anyDirection,
  rows: path.describe('factor of the grid whose values are the rows, e.g. `losses.intraModalitySeparation.weight`'),
  columns: path.optional().describe('factor of the grid whose values are the columns (default: one column)'),
});
type Options = z.output<typeof options>;

/** One score over the values of one or two factors of a grid: mean ± standard deviation over the seeds. */
export const factorTable = defineComponent(Table)({
  type: 'factor-table',
  options,
  create: (options) => {
    const factors = factorsShown(options).join(' and ');
    const title = options.title ?? `${options.name} by ${factors}`;
    return { title, render: (records) => ({ title, rowTitle: options.rows, ...render(options, records) }) };
  },
});

const factorsShown = ({ rows, columns }: Options): string[] => [rows, ...(columns === undefined ? [] : [columns])];

function render(options: Options, records: readonly RunRecord[]) {
  const shown = factorsShown(options);
  const variants = runsByVariant(records);
  const runs = variants.flatMap((variant) => variant.runs);
  const points = pointsOf(runs, shown);
  const columnValues = options.columns === undefined ? [undefined] : factorValues(points, options.columns);
  const columns = columnValues.map((value): TableColumn => ({
    ...(options.columns === undefined ? { title: options.name } : { group: options.columns, title: valueText(value) }),
    better: options.better,
    ...formatOf(options),
  }));
  const rows = factorValues(points, options.rows).map((value): TableRow => {
    const inRow = points.filter((run) => isAt(run, options.rows, value));
    const isInColumn = (run: RunRecord, column: unknown) =>
      options.columns === undefined || isAt(run, options.columns, column);
    const cells = columnValues.map((column) => {
      const there = inRow.filter((run) => isInColumn(run, column));
      return scoreCell(there, options.score);
    });
    return { name: valueText(value), cells };
  });
  return { columns, rows, notes: [...notesOf(points, runs.length, shown), ...markNotes(variants)] };
}

function notesOf(points: readonly RunRecord[], runs: number, shown: readonly string[]): string[] {
  if (points.length === 0) return [`No run is part of a grid over ${shown.join(' and ')}.`];
  const without = runs - points.length;
  return [
    'Mean ± standard deviation over the runs of a point.',
    ...averagedFactors(points, shown),
    ...(without === 0
      ? []
      : [`${without} ${without === 1 ? 'run is' : 'runs are'} not part of this grid and left out.`]),
  ];
}
