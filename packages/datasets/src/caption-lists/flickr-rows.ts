import { UserError } from '@alignclip/core';
import type { ListedRow } from './caption-table';
import { csvRows, type CsvFormat, type CsvRow } from './csv-rows';

/** One or several captions of an image, and its split where the file names it. */
export interface FlickrRow extends ListedRow {
  readonly split?: string;
}

type Reading = (fields: readonly string[]) => Omit<FlickrRow, 'where' | 'fault'>;

interface Layout {
  readonly format: CsvFormat;
  /** How to read a row, given the first row; undefined where the file has another layout. */
  readonly reading: (first: readonly string[]) => Reading | undefined;
  /** Whether the first row names the columns. */
  readonly hasHeader: boolean;
}

const numbered = /^(.+)#\d+$/;

/** `1000092795.jpg#0<tab>caption`: results_20130124.token, Flickr8k.token.txt */
const token: Layout = {
  format: { separator: '\t', quoting: false },
  hasHeader: false,
  reading: ([first = '', ...rest]) =>
    numbered.test(first) && rest.length > 0
      ? ([image = '', ...caption]) => ({ image: numbered.exec(image)?.[1] ?? '', captions: [caption.join('\t')] })
      : undefined,
};

/** `image_name| comment_number| comment`: results.csv */
const pipes: Layout = {
  format: { separator: '|', quoting: false },
  hasHeader: true,
  reading: (header) => {
    const [image, caption] = ['image_name', 'comment'].map((name) =>
      header.findIndex((field) => field.trim() === name),
    );
    if (image! < 0 || caption! < 0) return undefined;
    return (fields) => ({ image: (fields[image!] ?? '').trim(), captions: [fields[caption!] ?? ''] });
  },
};

/** `image,caption` (captions.txt), or `raw,sentids,split,filename,img_id` with JSON in `raw` (flickr_annotations_30k.csv) */
const commas: Layout = {
  format: { separator: ',', quoting: true },
  hasHeader: true,
  reading: (header) => {
    const [image, caption, raw, name, split] = ['image', 'caption', 'raw', 'filename', 'split'].map((column) =>
      header.indexOf(column),
    ) as [number, number, number, number, number];
    if (image >= 0 && caption >= 0) {
      return (fields) => ({ image: fields[image] ?? '', captions: [fields[caption] ?? ''] });
    }
    if (raw < 0 || name < 0 || split < 0) return undefined;
    return (fields) => ({
      image: fields[name] ?? '',
      captions: textsIn(fields[raw] ?? ''),
      ...(fields[split] && { split: fields[split] }),
    });
  },
};

/** Throws UserError where the file has none of these layouts. */
export async function* flickrRows(path: string): AsyncGenerator<FlickrRow> {
  for (const { format, hasHeader, reading } of [token, pipes, commas]) {
    const first = await firstRow(path, format);
    const read = first && reading(first.fields);
    if (read === undefined) continue;
    let skip = hasHeader;
    for await (const { line, fields, fault } of csvRows(path, format)) {
      if (!skip) yield { ...read(fields), where: `${path}: line ${line}`, fault };
      skip = false;
    }
    return;
  }
  throw new UserError(
    `${path}: expected lines "<image>#<n>", tab, caption, or columns image_name|comment, image,caption or filename,raw,split`,
  );
}

async function firstRow(path: string, format: CsvFormat): Promise<CsvRow | undefined> {
  for await (const row of csvRows(path, format)) return row;
  return undefined;
}

/** What is in a JSON list; nothing for any other value. */
function textsIn(json: string): unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
