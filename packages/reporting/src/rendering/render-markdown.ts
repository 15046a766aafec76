import type { TableColumn, TableModel } from '@alignclip/core';
import { columnHeading } from './column-heading';
import { cellText, legend, rowName, rowTitle } from './marks';
import { plainText } from './plain-text';

/** A GitHub table under its title, the best of each column in bold, the notes as a list. Ends with a line break. */
export function renderMarkdown(model: TableModel): string {
  const { title, columns, rows } = model;
  const notes = [...legend(model), ...model.notes];
  const lines = rows.map((row) => [
    escape(rowName(row)),
    ...columns.map((column, i) => {
      const text = escape(cellText(row.cells[i], column));
      return row.cells[i]?.best === true ? `**${text}**` : text;
    }),
  ]);
  const table = [[escape(rowTitle(model)), ...columns.map(heading)], ['---', ...columns.map(() => '---:')], ...lines];
  const blocks = [[`**${escape(title)}**`], table.map((line) => `| ${line.join(' | ')} |`), notes.map(bullet)];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

const escape = (text: string): string => plainText(text).replace(/[\\`*_[\]<>|~&]/g, '\\$&');

const heading = (column: TableColumn): string =>
  escape(column.group === undefined ? columnHeading(column) : `${column.group} ${columnHeading(column)}`);

const bullet = (note: string): string => `- ${escape(note)}`;
