import { messageOf, UserError } from '@alignclip/core';
import { openFile } from '@alignclip/formats';
import { CorruptError } from '../corrupt';

/** Throws CorruptError where the bytes are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CorruptError('its text is not UTF-8');
  }
}

/** Captions without surrounding space. Throws CorruptError where one is empty or has a NUL byte. */
export function soundCaptions(captions: readonly string[]): string[] {
  const trimmed = captions.map((caption) => caption.trim());
  if (trimmed.some((caption) => caption === '')) throw new CorruptError('a caption is empty');
  if (trimmed.some((caption) => caption.includes('\0'))) throw new CorruptError('a caption has a NUL byte');
  return trimmed;
}

/** The longest text that Node can hold. */
const maxJsonBytes = 2 ** 29 - 2 ** 20;

/** The value in a JSON file. Throws UserError where the file can't be read or is not JSON. */
export async function readJson(path: string): Promise<unknown> {
  const handle = await openFile(path);
  try {
    const { size } = await handle.stat();
    if (size > maxJsonBytes) throw new UserError(`${path}: ${size} bytes of JSON are too many to read at once`);
    return JSON.parse(textOf(await handle.readFile()).replace(/^\uFEFF/, ''));
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${path}: not valid JSON: ${messageOf(error)}`);
  } finally {
    await handle.close();
  }
}

/** The list in a field. Throws UserError where there is no such list. */
export function listIn(value: unknown, field: string, path: string): readonly unknown[] {
  const list = fieldsOf(value)[field];
  if (Array.isArray(list)) return list;
  const fields = Object.keys(fieldsOf(value)).slice(0, 10);
  throw new UserError(`${path}: no list "${field}"; it has ${fields.join(', ') || 'no fields'}`);
}

/** The fields of an object; no fields for any other value. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
