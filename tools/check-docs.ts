import type { AnyComponent } from '@alignclip/core';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';

const skipped = new Set(['node_modules', 'dist', 'coverage', 'runs']);

/** Files below `folder` with that ending, without dependencies, build results, records and hidden folders. */
export function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return skipped.has(entry.name) || entry.name.startsWith('.') ? [] : filesUnder(path, ending);
    }
    return entry.name.endsWith(ending) ? [path] : [];
  });
}

type Kind = Pick<AnyComponent, 'type'>;

/** A component is one source file, one spec beside it and one page: a line for each that is missing. */
export function missingFiles(root: string, components: readonly Kind[]): string[] {
  const sources = filesUnder(join(root, 'packages'), '.ts').map((file) => relative(root, file).split(sep).join('/'));
  return components.flatMap(({ type }) => {
    const candidates = sources.filter((file) => file.endsWith(`/src/${type}.ts`) && defines(join(root, file), type));
    const [source] = candidates;
    const page = `docs/components/${type}.md`;
    return [
      ...(existsSync(join(root, page)) ? [] : [`component "${type}": no page ${page}`]),
      ...(source === undefined ? [`component "${type}": no file packages/*/src/${type}.ts defines it`] : []),
      ...(source === undefined || existsSync(join(root, source.replace(/\.ts$/, '.spec.ts')))
        ? []
        : [`component "${type}": no spec beside ${source}`]),
    ];
  });
}

const defines = (file: string, type: string): boolean => readFileSync(file, 'utf8').includes(`type: '${type}'`);

/** A line for each page of a component that no longer is, or never was. */
export function strayPages(root: string, components: readonly Kind[]): string[] {
  const types = new Set(components.map(({ type }) => type));
  return filesUnder(join(root, 'docs/components'), '.md')
    .filter((file) => !types.has(basename(file, '.md')))
    .map((file) => `${relative(root, file)}: no component "${basename(file, '.md')}"`);
}

/** What remark says of relative links, headings and images in Markdown files that lead nowhere; empty where all is well. */
export function brokenLinks(root: string): string {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [remark, '--no-color', '--quiet', '--frail', '--no-stdout', '--rc-path', join(__dirname, 'remarkrc.mjs'), '.'],
    { cwd: root, encoding: 'utf8' },
  );
  return stdout + stderr;
}

const remark = join(__dirname, '../node_modules/remark-cli/cli.js');

/** A block of commands that is marked to be run: "```sh run". */
export interface Block {
  /** The page and the line of its fence. */
  readonly place: string;
  readonly commands: string;
}

/** Every marked block of the Markdown files, in the order of their names. */
export const runBlocks = (root: string): Block[] =>
  filesUnder(root, '.md').flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    return [...text.matchAll(/^```sh run\n([\s\S]*?)^```$/gm)].map(({ index, 1: commands }) => ({
      place: `${relative(root, file)}:${text.slice(0, index).split('\n').length}`,
      commands: commands!,
    }));
  });
