import { UserError } from '@alignclip/core';
import { openFile } from '@alignclip/formats';
import { textOf } from '../shards/member-captions';

/** Node holds no longer text. */
const mostBytes = 2 ** 29 - 2 ** 20;

/** The value in a JSON file. Throws UserError where there is none. */
export async function readJson(path: string): Promise<unknown> {
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    if (size > mostBytes) throw new UserError(`${path}: ${size} bytes of JSON are too many to be read at once`);
    return JSON.parse(textOf(await handle.readFile()).replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await handle.close();
  }
}

/** The list in a field. Throws UserError where there is none. */
export function listIn(value: unknown, field: string, path: string): readonly unknown[] {
  const list = fieldsOf(value)[field];
  if (Array.isArray(list)) return list;
  throw new UserError(
    `${path}: no list "${field}"; it has ${Object.keys(fieldsOf(value)).slice(0, 10).join(', ') || 'no fields'}`,
  );
}

/** The fields of an object; of anything else none. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
