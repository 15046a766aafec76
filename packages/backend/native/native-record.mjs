import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes node_modules/.alignclip/native.json, which the backend and `alignclip doctor` read.
 * @param {string} root
 * @param {import('./native-parts.mjs').NativeRecord} record
 */
export function writeRecord(root, record) {
  const file = join(root, 'node_modules', '.alignclip', 'native.json');
  const temporary = `${file}.${String(process.pid)}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(temporary, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(temporary, file);
}
