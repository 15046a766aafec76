import type { TableColumn, TableModel, TableRow } from '@alignclip/core';
import { cellText, columnGroups, columnHeading, intoBlocks, legend, outerWidth, rowName, rowTitle } from './text';
import { latexPreamble, latexText } from './latex-text';

/** Characters of a line that are not too small when they are fitted to the width of a page. */
const maxWidth = 90;
/** Lines of a page, without the caption. */
const maxLines = 42;
/** Lines of a block's headings and rules. */
const headLines = 4;

/**
 * A `table` for LaTeX with `\usepackage{booktabs}` and `\usepackage{graphicx}`, which a comment above it says: groups over
 * their columns, the best in bold, notes below. It fits the width of the line: a wide table is split into blocks that
 * repeat the names, and a block that is still too wide is made smaller. A table with more rows than a page has is
 * continued in another one. Ready for `\input`. Ends with a line break.
 */
export function renderLatex(model: TableModel): string {
  const { rows } = model;
  const names = { heading: rowTitle(model), cells: rows.map(rowName) };
  const columns = model.columns.map((column, i) => ({
    group: column.group,
    heading: columnHeading(column),
    cells: rows.map(({ cells }) => cellText(cells[i], column)),
  }));
  const blocks = intoBlocks(columns, maxWidth - outerWidth(names));
  const notes = noteLines(model);
  const parts = pagesOf(rows, Math.floor((maxLines - notes.length) / Math.max(1, blocks.length)) - headLines);
  const tables = parts.flatMap((part, i) => [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${latexText(i === 0 ? model.title : `${model.title} (continued)`)}}`,
    ...(blocks.length === 0 ? [[]] : blocks).flatMap((block, n) => [
      ...(n === 0 ? [] : ['  \\par\\medskip']),
      ...tabular(model, part, block),
    ]),
    ...(i === parts.length - 1 ? notes : []),
    '\\end{table}',
  ]);
  const needs = '% Needs \\usepackage{booktabs} and \\usepackage{graphicx}.';
  return [needs, ...latexPreamble(tables.join('\n')), ...tables, ''].join('\n');
}

/** Parts of about equal length, none longer than `most`; one where there are no rows. */
function pagesOf(rows: readonly TableRow[], most: number): (readonly TableRow[])[] {
  const pages = Math.ceil(rows.length / Math.max(1, most));
  const size = Math.ceil(rows.length / Math.max(1, pages));
  const starts = rows.flatMap((_, i) => (i % size === 0 ? [i] : []));
  return starts.length === 0 ? [[]] : starts.map((start) => rows.slice(start, start + size));
}

/** The columns with these numbers, made smaller if they are wider than the line. */
function tabular(model: TableModel, rows: readonly TableRow[], numbers: readonly number[]): string[] {
  const columns = numbers.map((number) => model.columns[number]!);
  const heading = [rowTitle(model), ...columns.map(columnHeading)].map(latexText);
  const lines = rows.map((row) => [latexText(rowName(row)), ...numbers.map((number) => cellOf(model, row, number))]);
  return [
    '  \\resizebox{\\ifdim\\width>\\linewidth\\linewidth\\else\\width\\fi}{!}{%',
    `  \\begin{tabular}{l${'r'.repeat(columns.length)}}`,
    '    \\toprule',
    ...groupLines(columns),
    rowLine(heading),
    '    \\midrule',
    ...lines.map(rowLine),
    '    \\bottomrule',
    '  \\end{tabular}}',
  ];
}

function cellOf({ columns }: TableModel, { cells }: TableRow, number: number): string {
  const text = latexText(cellText(cells[number], columns[number]!));
  return cells[number]?.best === true ? `\\textbf{${text}}` : text;
}

const rowLine = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\`;

function groupLines(columns: readonly TableColumn[]): string[] {
  if (columns.every(({ group }) => group === undefined)) return [];
  let last = 1;
  const groups = columnGroups(columns).map((members) => {
    const first = last + 1;
    last += members.length;
    return { title: members[0]!.group, span: members.length, first, last };
  });
  const titles = groups.map(({ title, span }) => `\\multicolumn{${span}}{c}{${latexText(title ?? '')}}`);
  const rules = groups
    .filter(({ title }) => title !== undefined)
    .map((group) => `\\cmidrule(lr){${group.first}-${group.last}}`);
  return [rowLine(['', ...titles]), `    ${rules.join(' ')}`];
}

function noteLines(model: TableModel): string[] {
  const notes = [...legend(model), ...model.notes].map((note) => `    ${latexText(note)}\\par`);
  if (notes.length === 0) return [];
  return ['  \\par\\smallskip', '  \\parbox{\\linewidth}{\\footnotesize\\raggedright', ...notes, '  }'];
}
