import type { Interval, NumberFormat, TableCell, TableColumn, TableModel, TableRow } from '@alignclip/core';
import { escape as escapeHtml } from 'html-escaper';

/** `.031`, `<.001`, `1`: three decimals of a p-value. */
export function formatP(p: number): string {
  if (!Number.isFinite(p)) return '–';
  if (p < 0.001) return '<.001';
  return p === 1 ? '1' : formatNumber(p, { percent: false, digits: 3 });
}

/** `.810 to .836` */
export const formatInterval = (interval: Interval | undefined, format: NumberFormat): string =>
  interval === undefined ? '–' : interval.map((end) => formatNumber(end, format)).join(' to ');

type CellFormat = NumberFormat & Pick<TableColumn, 'shows' | 'empty'>;

/** What a column shows of a cell: `.823 ± .012` (one seed has no spread), `.810 to .836`, a p-value, a text, or that it is undefined. */
export function formatCell(cell: TableCell | undefined, column: CellFormat): string {
  if (cell === undefined) return column.empty ?? '–';
  if (column.shows === 'text') return cell.text === undefined ? '–' : plainText(cell.text);
  if (Number.isNaN(cell.mean)) return 'undefined';
  const format = cell.format ?? column;
  if (column.shows === 'p-value') return formatP(cell.mean);
  if (column.shows === 'interval') return formatInterval(cell.interval, format);
  const spread = cell.sd === undefined || !Number.isFinite(cell.sd) ? '' : ` ± ${formatNumber(cell.sd, format)}`;
  return `${formatNumber(cell.mean, format)}${spread}`;
}

/** The formatted cell, with ‡ where it differs significantly from the baseline. */
export const cellText = (cell: TableCell | undefined, column: TableColumn): string =>
  `${formatCell(cell, column)}${cell?.comparison?.significant === true ? '‡' : ''}`;

/** The name with its signs. */
export const rowName = (row: TableRow): string => `${plainText(row.name)}${signsOf(row)}`;

/** ` §` where numbers are transductive, ` †` where they are no fair comparison. */
export const signsOf = ({ unfair, transductive }: Pick<TableRow, 'unfair' | 'transductive'>): string =>
  `${transductive === undefined ? '' : ' §'}${unfair === undefined ? '' : ' †'}`;

/** The heading over the names. */
export const rowTitle = ({ rowTitle = 'variant' }: TableModel): string => plainText(rowTitle);

/** A line for each of ‡ and † that the table contains; the note about § names its rows. */
export function legend({ rows, baseline }: TableModel): string[] {
  const isSignificant = rows.some(({ cells }) => cells.some((cell) => cell?.comparison?.significant === true));
  const isUnfair = rows.some(({ unfair }) => unfair !== undefined);
  return [
    ...(isSignificant ? [`‡ differs from ${plainText(baseline ?? 'the baseline')}: p ≤ .05 after correction`] : []),
    ...(isUnfair ? ['† not a fair comparison: the notes name what else differs'] : []),
  ];
}

const arrows = { higher: ' ↑', lower: ' ↓', neither: '' } as const;

/** `R@1 (%) ↑`: title, unit and the better direction. */
export const columnHeading = ({ title, percent, better }: TableColumn): string =>
  `${plainText(title)}${percent ? ' (%)' : ''}${arrows[better]}`;

/** Runs of neighbouring columns with the same group, or with none, in their order. */
export function columnGroups<Column extends { readonly group?: string | undefined }>(
  columns: readonly Column[],
): Column[][] {
  const groups: Column[][] = [];
  for (const column of columns) {
    const last = groups.at(-1);
    if (last !== undefined && last[0]!.group === column.group) last.push(column);
    else groups.push([column]);
  }
  return groups;
}

import width from 'string-width';
/** A column as text. */
export interface TextColumn {
  readonly group?: string | undefined;
  /** May have several lines. */
  readonly heading: string;
  readonly cells: readonly string[]; // [rows]
}

/** Characters that a column takes, with padding and border. */
export const outerWidth = ({ heading, cells }: TextColumn): number =>
  Math.max(...[...heading.split('\n'), ...cells].map((line) => width(line))) + 3;

/** Numbers of columns in blocks that fit the limit; columns of one group stay together where a block is wide enough. */
export function intoBlocks(columns: readonly TextColumn[], limit: number): number[][] {
  const blocks: number[][] = [];
  let left = 0;
  const add = (unit: readonly Numbered[]) => {
    const needed = widthOf(unit);
    if (needed > left || blocks.length === 0) {
      blocks.push([]);
      left = limit;
    }
    blocks.at(-1)!.push(...unit.map(({ number }) => number));
    left -= needed;
  };
  const numbered = columns.map((column, number): Numbered => ({ ...column, number }));
  for (const unit of columnGroups(numbered)) {
    if (widthOf(unit) <= limit) add(unit);
    else unit.forEach((column) => add([column]));
  }
  return blocks;
}

interface Numbered extends TextColumn {
  readonly number: number;
}

const widthOf = (columns: readonly TextColumn[]): number =>
  columns.reduce((sum, column) => sum + outerWidth(column), 0);

/** One line without control characters: names come from files, and a terminal obeys what it is sent. */
export const plainText = (text: string): string => withoutControls(text).trim();

const withoutControls = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').replace(/\p{Cs}/gu, '\ufffd'); // Half of a pair can't be written.

/** A copy of plain data in which no text has control characters, for figures and the page's program. */
export function withPlainTexts<T>(value: T): T {
  if (typeof value === 'string') return withoutControls(value) as T;
  if (Array.isArray(value)) return value.map((inner: unknown) => withPlainTexts(inner)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withPlainTexts<unknown>(inner)])) as T;
}

/** The text with its first letter in upper case. */
export const sentenceCase = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());

/** One line that Markdown, and GitHub's with links, formulas and emoji, shows literally wherever it stands. */
export const markdownText = (text: string): string =>
  plainText(text)
    .replace(/[\\`*_[\]<>|~&#$]/g, '\\$&')
    .replace(/^[-+=]|(?<=^\d+)[.)](?= |$)/, '\\$&')
    .replace(/:(?=\/\/|[\w+-]+:)|@(?=[\w-]+\.)|(?<=\bwww)\./gi, '\\$&');

/** One line that is safe within HTML elements and quoted attributes. */
export const htmlText = (text: string): string => escapeHtml(plainText(text));

/** `.823`, `−.360`, `1.000`; as a percentage `41.2`; a dash where the value is not finite. */
export function formatNumber(value: number, { percent, digits }: NumberFormat): string {
  if (!Number.isFinite(value)) return '–';
  const text = Math.abs(percent ? value * 100 : value).toFixed(digits);
  const sign = value < 0 && Number(text) !== 0 ? '−' : '';
  return `${sign}${percent ? text : text.replace(/^0\./, '.')}`;
}
