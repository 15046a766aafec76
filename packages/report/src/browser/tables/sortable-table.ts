import type { PageData } from '../../page-data';
import { element, swatch } from '../dom';
import { makeReachable } from '../reachable';
import { compareCells, type CellValue, type Order } from './compare-cells';

/** Puts a button into each column heading and the table into a box that scrolls, by keyboard too. */
export function makeSortable(table: HTMLTableElement): void {
  const headings = columnHeadings(table);
  const original = [...(table.tBodies[0]?.rows ?? [])];
  const name = table.caption?.textContent ?? 'Table';
  const status = element('p', { class: 'visually-hidden', role: 'status' });
  headings.forEach((heading, column) => {
    const title = heading.textContent.trim().replace(/ (?=[↑↓]$)/, '\u00a0'); // An arrow stays on the same line as its title.
    const button = element('button', { type: 'button', class: 'sort' }, title);
    heading.replaceChildren(button);
    button.addEventListener('click', () => {
      const order = nextOrder(heading);
      headings.forEach((other) => other.removeAttribute('aria-sort'));
      if (order !== undefined) heading.setAttribute('aria-sort', order);
      table.tBodies[0]?.append(...(order === undefined ? original : sorted(original, column, order)));
      status.textContent = order === undefined ? 'Original order' : `Sorted by ${button.textContent}, ${order}`;
    });
  });
  const box = element('div', { class: 'scroll' });
  table.replaceWith(box);
  box.append(table);
  box.after(status);
  makeReachable(box, name);
}

/** Ascending, descending, original order. */
function nextOrder(heading: Element): Order | undefined {
  const now = heading.getAttribute('aria-sort');
  return now === null ? 'ascending' : now === 'ascending' ? 'descending' : undefined;
}

/** One heading per column: those of the first row that span all rows, then those of the last row. */
function columnHeadings(table: HTMLTableElement): HTMLTableCellElement[] {
  const rows = [...(table.tHead?.rows ?? [])];
  const deep = rows.length > 1 ? [...rows[0]!.cells].filter(({ rowSpan }) => rowSpan > 1) : [];
  return [...deep, ...(rows.at(-1)?.cells ?? [])];
}

const sorted = (rows: readonly HTMLTableRowElement[], column: number, order: Order): HTMLTableRowElement[] =>
  [...rows].sort((a, b) => compareCells(valueOf(a.cells[column]), valueOf(b.cells[column]), order));

function valueOf(cell: HTMLTableCellElement | undefined): CellValue {
  const text = cell?.textContent.trim() ?? '';
  const number = cell?.dataset['value'];
  return number === undefined ? { text } : { text, number: Number(number) };
}

/** Puts a variant's colour before its name in row headings. */
export function markVariants(table: HTMLTableElement, { colours }: PageData): void {
  const byName = new Map(colours.map(([name, colour]) => [name.trim(), colour]));
  for (const heading of table.querySelectorAll('th[scope=row]')) {
    const colour = byName.get(heading.textContent.replace(/( [§†])+$/, '').trim());
    if (colour !== undefined) heading.prepend(swatch(colour));
  }
}
