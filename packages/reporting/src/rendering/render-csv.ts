import type { TableCell, TableModel, TableRow } from '@alignclip/core';
import { stringify } from 'csv-stringify/sync';
import { plainText, rowTitle } from './text';

/**
 * A table for other programs (RFC 4180, UTF-8): one line per row, with mean, standard deviation and number of seeds for
 * each column, as recorded: fractions stay fractions, nothing is rounded; an empty field was not measured, and NaN is undefined. Columns that
 * show an interval have its ends, those that show a text have it. Where rows have marks, last columns say in words what
 * † and § say elsewhere: what makes a row no fair comparison, and its transductive maps.
 */
export function renderCsv(model: TableModel): string {
  const columns = model.columns.map((column) => ({
    name: plainText(column.group === undefined ? column.title : `${column.group} ${column.title}`),
    fields: fieldsOf[column.shows ?? 'mean'],
  }));
  const heading = columns.flatMap(({ name, fields }) => fields.map(([suffix]) => `${name}${suffix}`));
  const marks = markFields.filter(([, of]) => model.rows.some((row) => of(row) !== undefined));
  const lines = model.rows.map((row) => [
    plainText(row.name),
    ...columns.flatMap(({ fields }, i) => fields.map(([, value]) => fieldOf(row.cells[i], value))),
    ...marks.map(([, of]) => of(row)?.map(plainText).join('; ')),
  ]);
  return csvText([[rowTitle(model), ...heading, ...marks.map(([title]) => title)], ...lines]);
}

/**
 * Lines of fields (RFC 4180); nothing is an empty field. A text that a spreadsheet would take for a formula begins with `'`,
 * and one with a separator of any country is in quotes.
 */
export const csvText = (lines: readonly (readonly (string | number | null | undefined)[])[]): string =>
  stringify([...lines], { escape_formulas: true, quoted_match: /[;\t|]/ });

/** The marks of a row, under a heading for each. */
const markFields: readonly (readonly [heading: string, of: (row: TableRow) => readonly string[] | undefined])[] = [
  ['not a fair comparison', ({ unfair }) => unfair],
  ['transductive', ({ transductive }) => transductive],
];

type Field = readonly [suffix: string, value: (cell: TableCell) => number | string | undefined];

const valueFields: readonly Field[] = [['', ({ mean }) => mean]];
const meanFields: readonly Field[] = [...valueFields, [' sd', ({ sd }) => sd], [' seeds', ({ seeds }) => seeds]];
const intervalFields: readonly Field[] = [
  [' low', ({ interval }) => interval?.[0]],
  [' high', ({ interval }) => interval?.[1]],
];
const textFields: readonly Field[] = [['', ({ text }) => text && plainText(text)]];
const fieldsOf = { mean: meanFields, interval: intervalFields, 'p-value': valueFields, text: textFields } as const;

function fieldOf(cell: TableCell | undefined, value: Field[1]): number | string | undefined {
  const found = cell && value(cell);
  if (typeof found !== 'number' || Number.isFinite(found)) return found;
  return Number.isNaN(found) ? 'NaN' : undefined;
}
