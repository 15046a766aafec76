import type { RunRecord } from '@alignclip/core';
import { csvText, plainText } from '@alignclip/reporting';
import { curveTable, type DataTable, runTable } from './run-tables';

/** How a table becomes a file, by the file's extension. */
const writers = { csv: csvOf, jsonl: jsonLines, parquet: parquetOf } as const;

export type TableFormat = keyof typeof writers;

/** The files of an export by their names: `runs` and `curves`. */
export async function tableFiles(
  records: readonly RunRecord[],
  format: TableFormat,
): Promise<Map<string, string | Uint8Array>> {
  const tables = { runs: runTable(records), curves: curveTable(records) };
  const files = new Map<string, string | Uint8Array>();
  for (const [name, table] of Object.entries(tables)) files.set(`${name}.${format}`, await writers[format](table));
  return files;
}

function csvOf({ columns, rows }: DataTable): string {
  const texts = rows.map((row) => row.map((value) => (typeof value === 'string' ? plainText(value) : value)));
  return csvText([columns.map(({ name }) => plainText(name)), ...texts]);
}

/** One JSON object per line. */
const jsonOf = (names: readonly string[], row: DataTable['rows'][number]): string =>
  `${JSON.stringify(Object.fromEntries(names.map((name, i) => [name, row[i]])))}\n`;

function jsonLines({ columns, rows }: DataTable): string {
  const names = columns.map(({ name }) => name);
  return rows.map((row) => jsonOf(names, row)).join('');
}

async function parquetOf({ columns, rows }: DataTable): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const columnData = columns.map(({ name, type }, i) => ({
    ...{ name, type, nullable: true },
    data: rows.map((row) => (type === 'INT64' && typeof row[i] === 'number' ? BigInt(row[i]) : row[i])),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
