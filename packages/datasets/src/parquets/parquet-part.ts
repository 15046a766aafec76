import { DamageError, type Part, type StoredItem } from '../stored/stored-example';
import { openTable, type ParquetTable } from './parquet-table';
import { itemOfRow, type RowLayout } from './row-item';

/** The rows of a Parquet file, the wanted columns of one row group in memory; what can't be read ends the part. */
export const parquetPart = (path: string, name: string, layout: RowLayout): Part => ({
  name,
  async *read(from) {
    let table: ParquetTable | undefined;
    try {
      table = await openTable(path, [layout.imageColumn, layout.captionColumn]);
      yield* rowsOf(table, name, layout, from);
    } catch (error) {
      if (!(error instanceof DamageError)) throw error;
      yield { damaged: name, reason: error.message, endsPart: true };
    } finally {
      await table?.close();
    }
  },
});

async function* rowsOf(table: ParquetTable, name: string, layout: RowLayout, from: number): AsyncGenerator<StoredItem> {
  for (const { start, end } of table.groups) {
    if (end <= from) continue;
    const rows = await table.rows({ start, end });
    if (rows.length !== end - start) throw new DamageError(`${rows.length} of ${end - start} rows can be read`);
    for (let at = Math.max(start, from); at < end; at += 1) yield itemOfRow(rows[at - start]!, `${name}/${at}`, layout);
  }
}
