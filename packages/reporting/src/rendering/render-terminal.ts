import type { TableColumn, TableModel } from '@alignclip/core';
import CliTable from 'cli-table3';
import {
  cellText,
  columnHeading,
  intoBlocks,
  legend,
  outerWidth,
  plainText,
  rowName,
  rowTitle,
  type TextColumn,
} from './text';

export interface TerminalOptions {
  /** Columns of the terminal; a wider table is split into blocks that repeat the names. Default 120. */
  readonly width?: number;
  /** Bold by escape codes; without colour the best of a column carries a `*`. Default false. */
  readonly color?: boolean;
}

/** A table for the terminal with its title above and its notes below. No line break at the end. */
export function renderTerminal(model: TableModel, { width: limit = 120, color = false }: TerminalOptions = {}): string {
  const names: TextColumn = { group: undefined, heading: rowTitle(model), cells: model.rows.map(rowName) };
  const columns = model.columns.map((column, i): TextColumn => ({
    group: column.group,
    heading: twoLines(column),
    cells: model.rows.map(({ cells }) => mark(cellText(cells[i], column), cells[i]?.best === true, color)),
  }));
  const blocks = intoBlocks(columns, limit - outerWidth(names) - 1).map((block) =>
    draw([names, ...block.map((number) => columns[number]!)]),
  );
  const marked = !color && model.rows.some(({ cells }) => cells.some((cell) => cell?.best === true));
  const notes = [...(marked ? ['* the best of its column'] : []), ...legend(model), ...model.notes.map(plainText)];
  return [plainText(model.title), ...blocks, ...notes].join('\n');
}

const mark = (text: string, best: boolean, color: boolean): string => {
  if (!best) return text;
  return color ? `\u001b[1m${text}\u001b[22m` : `${text}*`;
};

/** The group above the title; a title of several words without a group is broken in the middle. */
function twoLines(column: TableColumn): string {
  const heading = columnHeading(column);
  return column.group === undefined ? heading.replace(/ (?=\p{L})/u, '\n') : `${plainText(column.group)}\n${heading}`;
}

function draw(columns: readonly TextColumn[]): string {
  const twoLines = columns.some(({ heading }) => heading.includes('\n'));
  const table = new CliTable({
    head: columns.map(({ heading }) => (twoLines && !heading.includes('\n') ? `\n${heading}` : heading)),
    colAligns: columns.map((_, i) => (i === 0 ? 'left' : 'right')),
    style: { head: [], border: [], compact: true },
  });
  const rows = columns[0]?.cells.map((_, row) => columns.map(({ cells }) => cells[row]!)) ?? [];
  table.push(...rows);
  return table.toString();
}
