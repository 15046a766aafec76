import { UserError } from '@alignclip/core';
import { CorruptError } from '../corrupt';
import { openBytes } from './forward-bytes';
import { JsonScan, type JsonEntry } from './json-scan';

const pieceBytes = 2 ** 18;

/**
 * The elements of the lists in these fields of the object in a JSON file (plain or gzipped), in the file's order, one in
 * memory at a time. Throws UserError where the file can't be read, is not such an object or lacks a list.
 */
export async function* jsonEntries(path: string, lists: readonly string[]): AsyncGenerator<JsonEntry> {
  const bytes = await openBytes(path);
  const scan = new JsonScan(lists);
  try {
    for (let piece = await bytes.readSome(pieceBytes); piece.length > 0; piece = await bytes.readSome(pieceBytes)) {
      yield* scan.entriesIn(piece);
    }
    scan.end();
  } catch (error) {
    if (error instanceof CorruptError) throw new UserError(`${path}: not valid JSON: ${error.message}`);
    throw error;
  } finally {
    await bytes.close();
  }
  const missing = lists.find((list) => !scan.found.has(list));
  if (missing === undefined) return;
  const fields = [...scan.fields].map((field) => JSON.stringify(field)).join(', ');
  throw new UserError(`${path}: no list "${missing}"; it has ${fields || 'no fields'}`);
}
