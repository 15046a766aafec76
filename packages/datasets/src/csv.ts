import { dirname } from 'node:path';
import { Dataset, defineComponent, unknownName, UserError } from '@alignclip/core';
import { z } from 'zod';
import { csvRows, type CsvFormat, type CsvRow } from './caption-lists/csv-rows';
import { imagesOption, openLists } from './caption-lists/listed-source';
import { ListedClasses } from './caption-lists/listed-classes';
import { SplitTables, splitsOption } from './caption-lists/split-tables';
import { filesBySplit, filesOption } from './files/split-files';
import { templatesOption } from './reading/class-set';
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
  classColumns: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('columns with a class of each image; each is a class set of that name (default: no classes)'),
  templates: templatesOption(['a photo of a {}.'])
    .unwrap()
    .optional()
    .describe("prompts of a class, with `{}` for its name (default: 'a photo of a {}.')"),
  columns: z.array(z.string()).min(2).optional().describe('names of the columns, if the first line is not a header'),
  separator: z.string().length(1).optional().describe('character between fields (default: tab for .tsv, else comma)'),
  quoting: z
    .boolean()
    .optional()
    .describe('whether fields may be in double quotes (default: yes with commas, no with tabs)'),
  ...readingOptions,
});

type Options = z.output<typeof options>;
type Reading = Options & { readonly classes: ListedClasses };

/** What the rows of lists fill. */
interface Filled {
  readonly tables: SplitTables;
  readonly classes: ListedClasses;
}

/** Images and captions listed in a csv or tsv file, one row per caption (docs/components). */
export const csv = defineComponent(Dataset)({
  type: 'csv',
  options,
  create: async (given) => {
    const bySplit = filesBySplit(given.files);
    const classes = new ListedClasses(given.classColumns);
    const { tables } = await captionTables(bySplit, { ...given, classes });
    const files = [...bySplit.values()].flat();
    const images = given.images ?? dirname(files[0]!);
    return new StoredDataset(
      await openLists({ name: 'csv', tables, files, images, classSets: classes.sets(files, given.templates) }),
      given,
    );
  },
});

/** Reads lists into one table per split. Throws UserError where a list can't be read or has no such column. */
async function captionTables(files: ReadonlyMap<string, readonly string[]>, given: Reading): Promise<SplitTables> {
  const tables = new SplitTables([...files.values()].flat().join(', '), given.splits);
  for (const [split, paths] of files) {
    for (const path of paths) await readList(path, split, given, tables);
  }
  tables.check();
  return tables;
}

async function readList(path: string, split: string, given: Reading, tables: SplitTables): Promise<void> {
  let columns = given.columns && columnsOf(given.columns, path, given);
  for await (const row of csvRows(path, formatOf(path, given))) {
    if (columns === undefined) columns = columnsOf(row.fields, path, given);
    else addRow(row, columns, `${path}: line ${row.line}`, split, { tables, classes: given.classes });
  }
  if (columns === undefined) throw new UserError(`${path} is empty`);
}

function addRow({ fields, fault }: CsvRow, columns: Columns, where: string, split: string, lists: Filled): void {
  const whole = fields.length === columns.count;
  const own = whole && columns.split !== undefined ? fields[columns.split]! : split;
  const tables = lists.tables.of(own);
  if (tables.length === 0) return;
  const reason = fault ?? `${fields.length} fields; the header has ${columns.count}`;
  if (!whole) return tables.forEach((table) => table.skip({ damaged: where, reason }));
  const image = fields[columns.image]!.trim();
  const classes = columns.classes.map((place) => fields[place]!);
  const read = fault === undefined ? lists.classes.read(image, classes) : {};
  const row = { image, captions: [fields[columns.caption]!], labels: read.labels, where };
  for (const table of tables) table.add({ ...row, fault: fault ?? read.fault });
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
  readonly classes: readonly number[];
}

/** A header of a file that is none may be a megabyte long. */
const shortened = (name: string): string => (name.length > 60 ? `${name.slice(0, 60)}…` : name);

/** Throws UserError naming the nearest column. */
function columnsOf(header: readonly string[], path: string, given: Options): Columns {
  const placeOf = (column: string): number => {
    const place = header.indexOf(column);
    if (place < 0) throw unknownName(`column of ${path}`, column, header.slice(0, 50).map(shortened));
    return place;
  };
  const { files, imageColumn, captionColumn, splitColumn } = given;
  const named = typeof files === 'object' && !Array.isArray(files);
  const split = splitColumn ?? (!named && header.includes('split') ? 'split' : undefined);
  return {
    count: header.length,
    image: placeOf(imageColumn),
    caption: placeOf(captionColumn),
    classes: (given.classColumns ?? []).map(placeOf),
    split: split === undefined ? undefined : placeOf(split),
  };
}
