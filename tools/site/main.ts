import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { messageOf, UserError } from '@alignclip/core';
import { assembleSite } from './assemble';
import { keptReports, writeReports } from './reports';

const root = resolve(__dirname, '../..');
const usage = `npm run site [-- --out FOLDER] [--base /PATH/] [--version NAME] [--short] [--serve]
builds the documentation as one folder for any static host (default: dist/site), a folder inside for each version
  --base        path below which the host serves the folder (default: /)
  --version     name of this version's folder (default: that of package.json)
  --short       texts of files without colours, no API reference, no pages of experiments
  --serve       shows the pages at once, and again after each change, instead of building them`;

async function main(): Promise<void> {
  const options = siteOptions();
  if (!options) return console.log(usage);
  const { out, base, version, serve, short } = options;
  const work = join(root, 'dist/site-pages');
  rmSync(work, { recursive: true, force: true });
  const reports = short ? [] : keptReports(root);
  assembleSite(root, work, { reports, plain: short });
  const target = join(out, version);
  const versions = [...new Set([version, ...versionsIn(out)])].sort().reverse();
  writeFileSync(join(work, 'index.md'), home(version));
  writeTheme(work);
  writeConfig(work, { folder: work, out: target, base: `${base}${version}/`, version, versions });
  if (serve) return run('vitepress', ['dev', work]);
  rmSync(target, { recursive: true, force: true });
  run('vitepress', ['build', work]);
  if (!short) {
    run('typedoc', [...apiOptions, '--out', join(target, 'api')]);
    await writeReports(root, reports, join(target, 'pages'));
  }
  writeFileSync(join(out, 'index.html'), forward(version));
  console.log(`site: ${target}; serve ${out} at ${base}`);
}

function siteOptions() {
  const { values } = parsed();
  if (values.help) return undefined;
  const { name = '', base = '/' } = { name: values.version, base: values.base };
  const version = name || (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
  if (!/^[\w.-]+$/.test(version) || version.startsWith('.'))
    throw new UserError(`--version = ${JSON.stringify(version)}: letters, digits, ".", "_" and "-"`);
  if (!/^\/([\w.~-]+\/)*$/.test(base))
    throw new UserError(`--base = ${JSON.stringify(base)}: a path that begins and ends with "/"`);
  const out = resolve(values.out ?? join(root, 'dist/site'));
  return { out, base, version, serve: values.serve === true, short: values.short === true };
}

function parsed() {
  try {
    return parseArgs({
      options: {
        out: { type: 'string' },
        base: { type: 'string' },
        version: { type: 'string' },
        short: { type: 'boolean' },
        serve: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UserError(`${messageOf(error)}\n${usage}`);
  }
}

const apiOptions = [
  ...['--entryPoints', join(root, 'packages/alignclip/src/index.ts')],
  ...['--tsconfig', join(root, 'packages/alignclip/tsconfig.json')],
  ...['--name', 'alignclip', '--readme', 'none', '--skipErrorChecking', '--disableSources', '--excludeExternals'],
];

const versionsIn = (out: string): string[] =>
  existsSync(out)
    ? readdirSync(out, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && /^\d/.test(entry.name))
        .map(({ name }) => name)
    : [];

function run(program: string, args: readonly string[]): void {
  const { status } = spawnSync(join(root, 'node_modules/.bin', program), args, { stdio: 'inherit' });
  if (status !== 0) throw new UserError(`${program} ended with code ${status}`);
}

/** The default theme, with the names of languages in code dark enough to read. */
function writeTheme(work: string): void {
  const folder = join(work, '.vitepress/theme');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'index.js'),
    `import theme from 'vitepress/theme';\nimport './own.css';\nexport default theme;\n`,
  );
  writeFileSync(join(folder, 'own.css'), `:root { --vp-code-lang-color: var(--vp-c-text-1); }\n`);
}

/** VitePress reads its configuration from the folder of the pages. */
function writeConfig(work: string, given: object): void {
  const source = JSON.stringify(join(root, 'tools/site/config.mjs'));
  mkdirSync(join(work, '.vitepress'), { recursive: true });
  const text = `import { siteConfig } from ${source};\nexport default siteConfig(${JSON.stringify(given)});\n`;
  writeFileSync(join(work, '.vitepress/config.mjs'), text);
}

const home = (version: string): string => `---
sidebar: false
aside: false
---

# alignclip

**What closes the modality gap, and what it costs.** A TypeScript research framework for the modality gap of contrastive
language-image models, version ${version}.

- [Start](/README): two commands, and a table of CLIP, SharedCLIP, CLIP + IMSep and AlignCLIP on real images
- [Start your own study](/docs/how-to/start-your-own-study): in a folder of your own, from npm
- [Define an ablation](/docs/how-to/define-an-ablation): swap encoders, sharing, losses, maps, teachers, data, evaluators
- [Read the statistics](/docs/how-to/read-the-statistics): seeds, intervals, paired tests, the temperature null
- [Results](/docs/results/README), with the commit and the command of each
- [All pages](/docs/README)
`;

const forward = (version: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>alignclip</title>` +
  `<meta http-equiv="refresh" content="0; url=./${version}/index.html"><a href="./${version}/index.html">alignclip</a></html>\n`;

main().catch((error: unknown) => {
  console.error(error instanceof UserError ? `site: ${error.message}` : error);
  process.exitCode = 1;
});
