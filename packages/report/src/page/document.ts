import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { PageData } from '../page-data';
import { html, type Markup } from './markup';

export interface PageParts {
  readonly title: string;
  readonly body: Markup;
  readonly data: PageData;
}

/** One HTML document with everything in it. */
export const pageDocument = ({ title, body, data }: PageParts, { program, style }: Bundle): string =>
  [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    tidy(headOf(title, contentPolicy(style, program))),
    inline('style', style),
    '</head>',
    '<body>',
    tidy(body),
    inline('script type="application/json" id="page-data"', scriptJson(data)),
    inline('script', program),
    '</body>',
    '</html>',
    '',
  ].join('\n');

const headOf = (title: string, policy: string): Markup =>
  html`<meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="referrer" content="no-referrer" />
    <title>${title}</title>
    <link rel="icon" href="data:," />`;

/** As validators like it: no slash in elements without content, no blank at the end of a line. */
const tidy = ({ text }: Markup): string =>
  text.replace(/(<(?:meta|link)\b[^>]*?) \/>/g, '$1>').replace(/[ \t]+$/gm, '');

/** JSON that can't close the element that contains it. */
const scriptJson = (data: PageData): string => JSON.stringify(data).replace(/</g, '\\u003c');

/** Exactly the text between the tags, because its hash is in the policy. Throws Error if the text would close the element. */
function inline(opening: string, text: string): string {
  const [name] = opening.split(' ');
  if (new RegExp(`</${name}|<!--`, 'i').test(text)) throw new Error(`the page's ${name} would close its own element`);
  return `<${opening}>${text}</${name}>`;
}

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;

/** A Content-Security-Policy: only this style and this script, images inside the file, and no network. */
export const contentPolicy = (style: string, program: string): string =>
  [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(program)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

export interface Bundle {
  readonly program: string;
  readonly style: string;
}

const source = (name: string): string => join(__dirname, '../../src/browser', name);

/** The page's script and style, each as one text to be placed in the file. */
export async function bundlePage(): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: { program: source('main.ts'), style: source('style/page.css') },
    outdir: '/',
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    platform: 'browser',
    legalComments: 'eof',
    logLevel: 'silent',
    tsconfigRaw: {},
  });
  const textOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))!.text;
  return { program: textOf('.js'), style: textOf('.css') };
}
