import type { TableColumn, TableModel } from '@alignclip/core';
import { cellText, columnHeading, legend, markdownText, rowName, rowTitle } from './text';

/** A GitHub table under its title, the best of each column in bold, the notes as a list. Ends with a line break. */
export function renderMarkdown(model: TableModel): string {
  const { title, columns, rows } = model;
  const notes = [...legend(model), ...model.notes];
  const lines = rows.map((row) => [
    markdownText(rowName(row)),
    ...columns.map((column, i) => {
      const text = markdownText(cellText(row.cells[i], column));
      return row.cells[i]?.best === true ? `**${text}**` : text;
    }),
  ]);
  const table = [
    [markdownText(rowTitle(model)), ...columns.map(heading)],
    ['---', ...columns.map(() => '---:')],
    ...lines,
  ];
  const blocks = [[`**${markdownText(title)}**`], table.map((line) => `| ${line.join(' | ')} |`), notes.map(bullet)];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

const heading = (column: TableColumn): string =>
  markdownText(column.group === undefined ? columnHeading(column) : `${column.group} ${columnHeading(column)}`);

const bullet = (note: string): string => `- ${markdownText(note)}`;
