import type { AnyComponent } from '@alignclip/core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

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

/** A line for each relative link of a Markdown file that leads nowhere: a missing file or a missing heading. */
export function brokenLinks(root: string): string[] {
  return filesUnder(root, '.md').flatMap((file) =>
    linksOf(readFileSync(file, 'utf8'))
      .filter((link) => !leadsSomewhere(file, link))
      .map((link) => `${relative(root, file)}: link "${link}" leads nowhere`),
  );
}

/** Targets of inline links, reference definitions and images outside code; addresses with a scheme are left out. */
function linksOf(markdown: string): string[] {
  const prose = markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '');
  const inline = [...prose.matchAll(/\]\(<?([^()\s>]+(?:\([^()\s]*\)[^()\s>]*)*)>?(?:\s+"[^"]*")?\)/g)];
  const references = [...prose.matchAll(/^\[[^\]]+\]:\s*<?([^\s>]+)>?/gm)];
  return [...inline, ...references]
    .map(([, link]) => link!)
    .filter((link) => !/^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(link));
}

function leadsSomewhere(from: string, link: string): boolean {
  const [path = '', heading] = link.split('#') as [string, string?];
  const target = path === '' ? from : resolve(dirname(from), decodeURIComponent(path));
  if (!existsSync(target)) return false;
  if (heading === undefined || !target.endsWith('.md')) return true;
  return headingsOf(readFileSync(target, 'utf8')).has(decodeURIComponent(heading));
}

/** Anchors of the headings, as GitHub makes them. */
function headingsOf(markdown: string): Set<string> {
  const prose = markdown.replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
  return new Set(
    [...prose.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(([, title]) =>
      title!
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
