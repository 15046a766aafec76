export type Order = 'ascending' | 'descending';

/** A cell as sorting sees it. */
export interface CellValue {
  readonly text: string;
  /** Where the cell is a number. */
  readonly number?: number;
}

/** How two cells follow each other: numbers by size, texts as people count ("seed 2" before "seed 10"), empty ones last. */
export function compareCells(a: CellValue, b: CellValue, order: Order): number {
  if (isEmpty(a) || isEmpty(b)) return Number(isEmpty(a)) - Number(isEmpty(b));
  const sign = order === 'ascending' ? 1 : -1;
  if (a.number !== undefined && b.number !== undefined) return sign * (a.number - b.number);
  return sign * a.text.localeCompare(b.text, 'en', { numeric: true });
}

const isEmpty = ({ text, number }: CellValue): boolean => number === undefined && (text === '' || text === '–');
