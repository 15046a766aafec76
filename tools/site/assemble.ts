import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync, copyFileSync } from 'node:fs';
import { dirname, extname, join, posix, relative } from 'node:path';
import MarkdownIt from 'markdown-it';
import { pageOf } from './page-of.cjs';
import type { Report } from './reports';

/** Pages beside those in docs/. */
const ownPages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
/** What a page may show as it is. */
const images = new Set(['.svg', '.png', '.jpg']);

interface SiteParts {
  /** Of experiments, linked above their tables. */
  readonly reports?: readonly Report[];
  /** Texts of files without colours, which take most of the time. */
  readonly plain?: boolean;
}

/**
 * Puts every page of the repository, and of every file that a page links to a page with its text, into `folder`, laid out
 * as in the repository, so that its links hold there. Throws an error on a link that leads nowhere.
 */
export function assembleSite(root: string, folder: string, { reports = [], plain = false }: SiteParts = {}): void {
  const waiting = [...ownPages, ...markdownIn(root, 'docs')];
  const seen = new Set(waiting);
  for (let page = waiting.pop(); page !== undefined; page = waiting.pop()) {
    if (images.has(extname(page))) copy(join(root, page), join(folder, page));
    else if (extname(page) !== '.md') write(join(folder, pageOf(page)), textPage(root, page, plain));
    else {
      const text = readFileSync(join(root, page), 'utf8');
      write(join(folder, page), bundled(withReports(text, reports)));
      for (const file of linksOf(text, page)) {
        if (seen.has(file)) continue;
        if (!existsSync(join(root, file))) throw new Error(`${page} links to ${file}, which is missing`);
        seen.add(file);
        waiting.push(file);
      }
    }
  }
}

const markdownIn = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => posix.join(...relative(root, join(entry.parentPath, entry.name)).split('\\')));

/** The files of the repository that a page links to or shows, from the root. */
function linksOf(text: string, page: string): string[] {
  const tokens = new MarkdownIt({ html: true }).parse(text, {}).flatMap((token) => token.children ?? []);
  const addresses = tokens.flatMap((token) => [token.attrGet('href'), token.attrGet('src')]);
  const sources = [...text.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, address]) => address!);
  return [...addresses, ...sources].flatMap((address) => {
    if (address === null || /^([a-z]+:|#|\/)/.test(address)) return [];
    return [posix.join(posix.dirname(page), decodeURI(address.split('#')[0]!)).replace(/\/$/, '')];
  });
}

/** Addresses of images in HTML begin with "./", else the bundler takes them for packages. */
const bundled = (text: string): string => text.replace(/\b(src|srcset)="(?![a-z]+:|[./#])/g, '$1="./');

/** A link to the experiment's page with figures above its tables. */
const withReports = (text: string, reports: readonly Report[]): string =>
  reports.reduce((all, { file, profile, name }) => {
    const marker = `<!-- results ${file} ${profile} -->`;
    return all.replace(marker, `${marker}\n\n[Figures and queries of these runs](/pages/${name}.html){target="_self"}`);
  }, text);

/** The text of a file, or the names in a folder. */
function textPage(root: string, file: string, plain: boolean): string {
  const path = join(root, file);
  if (statSync(path).isDirectory())
    return `# ${file}\n\n${readdirSync(path)
      .filter((name) => !name.startsWith('.'))
      .map((name) => `- \`${name}\``)
      .join('\n')}\n`;
  const text = readFileSync(path, 'utf8');
  const fence = '`'.repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length + 1)));
  return `---\nsearch: false\nsidebar: false\naside: false\n---\n\n# ${file}\n\n${fence}${plain ? 'txt' : languageOf(file)}\n${text.trimEnd()}\n${fence}\n`;
}

const languages: Readonly<Record<string, string>> = {
  '.cjs': 'js',
  '.mjs': 'js',
  '.cc': 'cpp',
  '.h': 'cpp',
  '.jsonc': 'json',
};
const known = new Set(['ts', 'js', 'json', 'py', 'sh', 'css', 'yml', 'md', 'cpp']);

function languageOf(file: string): string {
  const extension = extname(file);
  const language = languages[extension] ?? extension.slice(1);
  return known.has(language) ? language : 'txt';
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
