import { parseSync } from '@swc/core';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The root of the workspace. */
export const workspaceRoot = resolve(__dirname, '../../../..');

/** The files themselves and every TypeScript or JSON file of the workspace that they import, directly or not. */
export function importClosure(entries: readonly string[]): Set<string> {
  const files = new Set<string>();
  const waiting = [...entries];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    if (file.endsWith('.ts')) waiting.push(...importsOf(file));
  }
  return files;
}

const importsOf = (file: string): string[] =>
  importedNames(file).flatMap((specifier) => resolveImport(specifier, dirname(file)) ?? []);

const known = new Map<string, { modified: number; names: string[] }>();

/** What a TypeScript file imports or re-exports as values, as written there; imported types decide no result. */
export function importedNames(file: string): string[] {
  const modified = statSync(file).mtimeMs;
  const cached = known.get(file);
  if (cached?.modified === modified) return cached.names;
  const names = specifiers(file);
  known.set(file, { modified, names });
  return names;
}

function specifiers(file: string): string[] {
  const { body } = parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript' });
  return body.flatMap((item) => {
    if (item.type === 'ImportDeclaration') return item.typeOnly ? [] : [item.source.value];
    if (item.type === 'ExportAllDeclaration') return [item.source.value];
    if (item.type === 'ExportNamedDeclaration' && item.source) return item.typeOnly ? [] : [item.source.value];
    return [];
  });
}

function resolveImport(specifier: string, from: string): string | undefined {
  const workspacePackage = /^(?:@alignclip\/)?([a-z-]+)$/.exec(specifier)?.[1];
  if (workspacePackage !== undefined && (specifier.startsWith('@') || specifier === 'alignclip'))
    return join(workspaceRoot, 'packages', workspacePackage, 'src/index.ts');
  if (!specifier.startsWith('.')) return undefined;
  const path = resolve(from, specifier);
  return [path, `${path}.ts`, join(path, 'index.ts')].find(
    (candidate) => existsSync(candidate) && statSync(candidate).isFile(),
  );
}
