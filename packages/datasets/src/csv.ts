import { dirname } from 'node:path';
import { Dataset, defineComponent, unknownName, UserError } from '@alignclip/core';
import { z } from 'zod';
import { csvRows, type CsvFormat, type CsvRow } from './caption-lists/csv-rows';
import { imagesOption, openLists } from './caption-lists/listed-source';
import { SplitTables, splitsOption } from './caption-lists/split-tables';
import { filesBySplit, filesOption } from './files/split-files';
import { readingOptions } from './reading/reading-options';
import { StoredDataset } from './reading/stored-dataset';

const options = z.strictObject({
  files: filesOption.describe('the csv or tsv file, a list of files, or those of each split; plain or gzipped'),
  images: imagesOption
    .optional()
    .describe('folder, tar or zip file with the images, or one per split (default: the folder of the list)'),
  imageColumn: z.string().default('image').describe("column with an image's path in `images`"),
  captionColumn: z.string().default('caption').describe('column with a caption'),
  splitColumn: z
    .string()
    .optional()
    .describe('column with the split of each row (default: "split", if there is one and `files` names no splits)'),
  splits: splitsOption,
  columns: z.array(z.string()).min(2).optional().describe('names of the columns, if the first line is not a header'),
  separator: z.string().length(1).optional().describe('character between fields (default: tab for .tsv, else comma)'),
  quoting: z
    .boolean()
    .optional()
    .describe('whether fields may be in double quotes (default: yes with commas, no with tabs)'),
  ...readingOptions,
});

type Options = z.output<typeof options>;

/** Images and captions listed in a csv or tsv file, one row per caption (docs/components). */
export const csv = defineComponent(Dataset)({
  type: 'csv',
  options,
  create: async (given) => {
    const bySplit = filesBySplit(given.files);
    const { tables } = await captionTables(bySplit, given);
    const files = [...bySplit.values()].flat();
    const images = given.images ?? dirname(files[0]!);
    return new StoredDataset(await openLists({ name: 'csv', tables, files, images }), given);
  },
});

/** Reads lists into one table per split. Throws UserError where a list can't be read or has no such column. */
async function captionTables(files: ReadonlyMap<string, readonly string[]>, given: Options): Promise<SplitTables> {
  const tables = new SplitTables([...files.values()].flat().join(', '), given.splits);
  for (const [split, paths] of files) {
    for (const path of paths) await readList(path, split, given, tables);
  }
  tables.check();
  return tables;
}

async function readList(path: string, split: string, given: Options, tables: SplitTables): Promise<void> {
  let columns = given.columns && columnsOf(given.columns, path, given);
  for await (const row of csvRows(path, formatOf(path, given))) {
    if (columns === undefined) columns = columnsOf(row.fields, path, given);
    else addRow(row, columns, `${path}: line ${row.line}`, split, tables);
  }
  if (columns === undefined) throw new UserError(`${path} is empty`);
}

function addRow({ fields, fault }: CsvRow, columns: Columns, where: string, split: string, tables: SplitTables): void {
  const whole = fields.length === columns.count;
  const own = whole && columns.split !== undefined ? fields[columns.split]! : split;
  for (const table of tables.of(own)) {
    if (whole) table.add({ image: fields[columns.image]!.trim(), captions: [fields[columns.caption]!], where, fault });
    else if (fault !== undefined) table.skip({ damaged: where, reason: fault });
    else table.skip({ damaged: where, reason: `${fields.length} fields; the header has ${columns.count}` });
  }
}

function formatOf(path: string, { separator, quoting }: Options): CsvFormat {
  const chosen = separator ?? (/\.(tsv|tab)(\.gz)?$/i.test(path) ? '\t' : ',');
  return { separator: chosen, quoting: quoting ?? chosen !== '\t' };
}

/** The number of columns, and the place of each that is read. */
interface Columns {
  readonly count: number;
  readonly image: number;
  readonly caption: number;
  readonly split: number | undefined;
}

/** Throws UserError naming the nearest column. */
function columnsOf(header: readonly string[], path: string, given: Options): Columns {
  const placeOf = (column: string): number => {
    const place = header.indexOf(column);
    if (place < 0) throw unknownName(`column of ${path}`, column, header);
    return place;
  };
  const { files, imageColumn, captionColumn, splitColumn } = given;
  const named = typeof files === 'object' && !Array.isArray(files);
  const split = splitColumn ?? (!named && header.includes('split') ? 'split' : undefined);
  return {
    count: header.length,
    image: placeOf(imageColumn),
    caption: placeOf(captionColumn),
    split: split === undefined ? undefined : placeOf(split),
  };
}
