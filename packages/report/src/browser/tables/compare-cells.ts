export type Order = 'ascending' | 'descending';

/** The value of a cell for sorting. */
export interface CellValue {
  readonly text: string;
  /** Only for numeric cells. */
  readonly number?: number;
}

/** Sort order of two cells: numbers by value, texts in natural order ("seed 2" before "seed 10"), empty cells last. */
export function compareCells(a: CellValue, b: CellValue, order: Order): number {
  if (isEmpty(a) || isEmpty(b)) return Number(isEmpty(a)) - Number(isEmpty(b));
  const sign = order === 'ascending' ? 1 : -1;
  if (a.number !== undefined && b.number !== undefined) return sign * (a.number - b.number);
  return sign * a.text.localeCompare(b.text, 'en', { numeric: true });
}

const isEmpty = ({ text, number }: CellValue): boolean => number === undefined && ['', '–', 'undefined'].includes(text);
