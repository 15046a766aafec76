import width from 'string-width';
import { columnGroups } from './cells';

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
