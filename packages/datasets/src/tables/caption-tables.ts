import { unknownName, UserError } from '@alignclip/core';
import { SplitTables } from '../listed/split-tables';
import { csvRows, type CsvFormat, type CsvRow } from './csv-rows';

export interface CsvLayout {
  readonly imageColumn: string;
  readonly captionColumn: string;
  readonly splitColumn?: string | undefined;
  /** The splits are those of the files. */
  readonly named: boolean;
  readonly splits?: Readonly<Record<string, string | string[]>> | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly separator?: string | undefined;
  readonly quoting?: boolean | undefined;
}

/** Reads lists into a table a split. Throws UserError where a list can't be read or lacks a column. */
export async function captionTables(
  files: ReadonlyMap<string, readonly string[]>,
  layout: CsvLayout,
): Promise<SplitTables> {
  const tables = new SplitTables([...files.values()].flat().join(', '), layout.splits);
  for (const [split, paths] of files) {
    for (const path of paths) await readList(path, split, layout, tables);
  }
  tables.check();
  return tables;
}

async function readList(path: string, split: string, layout: CsvLayout, tables: SplitTables): Promise<void> {
  let columns = layout.columns && columnsOf(layout.columns, path, layout);
  for await (const row of csvRows(path, formatOf(path, layout))) {
    if (columns === undefined) columns = columnsOf(row.fields, path, layout);
    else addRow(row, columns, `${path}: line ${row.line}`, split, tables);
  }
  if (columns === undefined) throw new UserError(`${path} is empty`);
}

function addRow({ fields }: CsvRow, columns: Columns, where: string, split: string, tables: SplitTables): void {
  const whole = fields.length === columns.count;
  const own = whole && columns.split !== undefined ? fields[columns.split]! : split;
  for (const table of tables.of(own)) {
    if (whole) table.add({ image: fields[columns.image]!.trim(), captions: [fields[columns.caption]!], where });
    else table.skip({ damaged: where, reason: `${fields.length} fields; the header has ${columns.count}` });
  }
}

function formatOf(path: string, { separator, quoting }: CsvLayout): CsvFormat {
  const chosen = separator ?? (/\.(tsv|tab)(\.gz)?$/i.test(path) ? '\t' : ',');
  return { separator: chosen, quoting: quoting ?? chosen !== '\t' };
}

/** How many columns there are, and which number each has that is needed. */
interface Columns {
  readonly count: number;
  readonly image: number;
  readonly caption: number;
  readonly split: number | undefined;
}

/** Throws UserError naming the nearest column. */
function columnsOf(header: readonly string[], path: string, layout: CsvLayout): Columns {
  const placeOf = (column: string): number => {
    const place = header.indexOf(column);
    if (place < 0) throw unknownName(`column of ${path}`, column, header);
    return place;
  };
  const { imageColumn, captionColumn, splitColumn, named } = layout;
  const split = splitColumn ?? (!named && header.includes('split') ? 'split' : undefined);
  return {
    count: header.length,
    image: placeOf(imageColumn),
    caption: placeOf(captionColumn),
    split: split === undefined ? undefined : placeOf(split),
  };
}
