import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const fileOf = (root) => join(root, 'node_modules', '.alignclip', 'native.json');

/** What the last set-up of this clone found, or undefined. */
export function readRecord(root) {
  try {
    return JSON.parse(readFileSync(fileOf(root), 'utf8'));
  } catch {
    return undefined;
  }
}

/** Writes node_modules/.alignclip/native.json, which the backend and `alignclip doctor` read. */
export function writeRecord(root, record) {
  const file = fileOf(root);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, `${JSON.stringify(record, null, 2)}\n`);
  renameSync(`${file}.${process.pid}`, file);
}
