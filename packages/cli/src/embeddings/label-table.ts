import { counted, UserError } from '@alignclip/core';
import { csvRows } from '@alignclip/datasets';

/** Labels of images by class set, in the order of their rows. */
export interface LabelTable {
  /** The column `id`, if there is one. */
  readonly ids: readonly string[] | undefined;
  /** Label of each image in each other column; undefined where the field is empty. */
  readonly columns: ReadonlyMap<string, readonly (string | undefined)[]>;
}

/**
 * A csv or tsv file (tabs), plain or gzipped: its first line names the columns, then one line for each image, in the order of
 * the image rows. Throws UserError, naming the line, on another number of lines or fields, and on columns without a name, with
 * the same name or without a label.
 */
export async function readLabels(path: string, images: number): Promise<LabelTable> {
  const isTab = /\.(tsv|tab)(\.gz)?$/i.test(path);
  let header: readonly string[] | undefined;
  const rows: (readonly string[])[] = [];
  for await (const { line, fields, fault } of csvRows(path, { separator: isTab ? '\t' : ',', quoting: !isTab })) {
    const where = `${path}: line ${line}`;
    if (fault !== undefined) throw new UserError(`${where}: ${fault}`);
    if (header === undefined) checkHeader((header = fields), where);
    else if (fields.length !== header.length)
      throw new UserError(`${where}: ${counted(fields.length, 'field')}; the header has ${header.length}`);
    else rows.push(fields);
    if (rows.length > images) break;
  }
  if (header === undefined) throw new UserError(`${path} is empty`);
  if (rows.length !== images)
    throw new UserError(
      `${path}: ${rows.length > images ? 'more lines than' : `${counted(rows.length, 'line')} below the header for`} ${counted(images, 'image row')}; it needs a header, then one line for each image`,
    );
  const column = (at: number) => rows.map((fields) => fields[at]!.trim() || undefined);
  const columns = new Map(header.map((name, at) => [name, column(at)] as const));
  const ids = columns.get('id');
  columns.delete('id');
  const empty = [...columns].find(([, labels]) => labels.every((label) => label === undefined));
  if (empty) throw new UserError(`${path}: column "${empty[0]}" has no label`);
  return { ids: ids?.map((id, i) => id ?? `image ${i}`), columns };
}

function checkHeader(names: readonly string[], where: string): void {
  if (names.some((name) => name.trim() === '')) throw new UserError(`${where}: a column has no name`);
  const twin = names.find((name, at) => names.indexOf(name) !== at);
  if (twin !== undefined) throw new UserError(`${where}: two columns are called "${twin}"`);
  if (names.every((name) => name === 'id')) throw new UserError(`${where}: no column with labels`);
}
