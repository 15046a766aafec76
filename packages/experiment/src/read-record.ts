import { runRecordSchema, type RunRecord } from '@alignclip/core';
import { readFileSync, statSync } from 'node:fs';
import { hasDoubleKeys } from './double-keys';

/** No record of ours comes near it; a file beyond it is not read into memory. */
const mostBytes = 64 * 2 ** 20;

/** The record in a file, or what is wrong with the file. Nothing in the file is trusted before it is checked. */
export function readRecord(path: string): RunRecord | { readonly problem: string } {
  try {
    const size = statSync(path);
    if (!size.isFile()) return { problem: 'not a file' };
    if (size.size === 0) return { problem: 'empty: 0 bytes' };
    if (size.size > mostBytes) return { problem: `${size.size} bytes, more than the ${mostBytes} that are read` };
    return parseRecord(readFileSync(path, 'utf8'));
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function parseRecord(text: string): RunRecord | { readonly problem: string } {
  const content = JSON.parse(text) as unknown;
  const parsed = runRecordSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { problem: `field "${issue?.path.join('.')}": ${issue?.message}` };
  }
  if (hasDoubleKeys(text, content)) return { problem: 'a field stands in it twice' };
  return parsed.data;
}
