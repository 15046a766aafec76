import { build } from 'esbuild';
import { join } from 'node:path';

export interface Bundle {
  readonly program: string;
  readonly style: string;
}

const source = (name: string): string => join(__dirname, '../browser', name);

/** The page's program and style, each as one text that can stand inside a file. */
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
