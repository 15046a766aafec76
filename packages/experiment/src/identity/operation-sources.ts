import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from './import-graph';

const folder = join(workspaceRoot, 'packages/backend/ops');

/** The C++ sources of the add-on with the operations. */
export const operationSources = (): string[] =>
  readdirSync(folder)
    .filter((name) => /\.(cc|h)$/.test(name))
    .map((name) => join(folder, name));

/** Those of the operations that this code names and of what is no operation, with all that they include, in order. */
export function operationsOf(code: string): string[] {
  const files = new Set<string>();
  const waiting = operationSources().filter((file) => file.endsWith('.cc') && isNamed(file, code));
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    waiting.push(...found(file, /#include "([^"]+)"/g).map((name) => join(folder, name)));
  }
  return [...files].filter((file) => existsSync(file)).sort();
}

function isNamed(file: string, code: string): boolean {
  const names = found(file, /REGISTER_OP\("(\w+)"\)/g);
  return names.length === 0 || names.some((name) => code.includes(name));
}

const found = (file: string, pattern: RegExp): string[] =>
  existsSync(file) ? Array.from(readFileSync(file, 'utf8').matchAll(pattern), ([, name]) => name!) : [];
