import type { TableColumn, TableModel } from '@alignclip/core';
import { cellText, columnGroups, columnHeading, legend, rowName, rowTitle } from './cells';
import { latexText } from './text';

/**
 * A `table` for LaTeX with `\usepackage{booktabs}`: groups over their columns, the best in bold, notes below. Ready for
 * `\input`. Ends with a line break.
 */
export function renderLatex(model: TableModel): string {
  const { title, columns, rows } = model;
  const lines = rows.map((row) => [
    latexText(rowName(row)),
    ...columns.map((column, i) => {
      const text = latexText(cellText(row.cells[i], column));
      return row.cells[i]?.best === true ? `\\textbf{${text}}` : text;
    }),
  ]);
  const heading = [latexText(rowTitle(model)), ...columns.map((column) => latexText(columnHeading(column)))];
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${latexText(title)}}`,
    `  \\begin{tabular}{l${'r'.repeat(columns.length)}}`,
    '    \\toprule',
    ...groupLines(columns),
    rowLine(heading),
    '    \\midrule',
    ...lines.map(rowLine),
    '    \\bottomrule',
    '  \\end{tabular}',
    ...[...legend(model), ...model.notes].map((note) => `  \\par\\smallskip{\\footnotesize ${latexText(note)}}`),
    '\\end{table}',
    '',
  ].join('\n');
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
