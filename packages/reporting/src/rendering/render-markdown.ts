import type { TableColumn, TableModel } from '@alignclip/core';
import { columnHeading } from './column-heading';
import { formatCell } from './format-number';
import { plainText } from './plain-text';

/** A GitHub table under its title, the best of each column in bold, the notes as a list. Ends with a line break. */
export function renderMarkdown({ title, columns, rows, notes }: TableModel): string {
  const lines = rows.map(({ name, cells }) => [
    escape(name),
    ...columns.map((column, i) => {
      const text = formatCell(cells[i], column);
      return cells[i]?.best === true ? `**${text}**` : text;
    }),
  ]);
  const table = [['variant', ...columns.map(heading)], ['---', ...columns.map(() => '---:')], ...lines];
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
