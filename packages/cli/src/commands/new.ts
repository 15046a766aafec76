import { isInstalled, projectRoot } from '@alignclip/backend';
import { shellWord, unknownName, UserError } from '@alignclip/core';
import type { Command } from 'commander';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { camelCase, ownFiles, packageFiles } from '../new/from-template';
import { kinds, type Kind } from '../new/from-template';
import { packageFilesOf, packageName } from '../new/component-package';
import { asEsModule } from '../new/study';
import { writeAll } from '../new/write-files';

const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };

export function newCommand(program: Command): void {
  program
    .command('new')
    .argument('<kind>', kinds.map(({ kind }) => kind).join(', '))
    .argument('<name>', 'type of the component in kebab-case, for example centroid-distance')
    .option(
      '--here [folder]',
      `write into your own folder (default: the current one)${isInstalled ? '' : ' instead of the repository'}`,
    )
    .option('--package', 'write an npm package with it into the current folder, or into that of --here')
    .action((kind: string, name: string, options: NewOptions) => {
      const found = findKind(kind);
      checkName(name);
      for (const line of create(found, name, options)) console.log(line);
    });
}

interface NewOptions {
  readonly here?: string | boolean;
  readonly package?: boolean;
}

function create(kind: Kind, name: string, { package: asPackage = false, here = isInstalled || asPackage }: NewOptions) {
  if (here === false) {
    const lines = newInRepository(kind, name, projectRoot);
    spawnSync('npm', ['run', '--silent', 'docs'], { cwd: projectRoot, stdio: 'inherit' });
    return lines;
  }
  const folder = here === true ? process.cwd() : resolve(here);
  return asPackage ? newPackage(kind, name, folder) : newInFolder(kind, name, folder);
}

function findKind(wanted: string): Kind {
  const found = kinds.find(({ kind }) => kind === wanted);
  const known = kinds.map(({ kind }) => kind);
  if (found === undefined) throw unknownName('kind of component', wanted, known);
  return found;
}

/** Throws UserError if it is not kebab-case, or if its variable would hide another one. */
function checkName(name: string): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    const kebab = name
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .replace(/[^a-zA-Z0-9]+/g, '-')
      .toLowerCase();
    throw new UserError(`name "${name}" is not in kebab-case; did you mean "${kebab}"?`);
  }
  const variable = camelCase(name);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- every component, which this command alone loads
  if (variable in (require('alignclip') as object))
    throw new UserError(`name "${name}": "alignclip" already exports "${variable}"`);
  if (reserved.test(variable)) throw new UserError(`name "${name}": "${variable}" is a reserved word`);
}

const reserved =
  /^(await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|implements|import|in|instanceof|interface|let|new|null|package|private|protected|public|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$/;

/** Writes the component into its package, with its line in `components.ts` and its page. Throws UserError if a file exists. */
export function newInRepository(kind: Kind, name: string, root: string): string[] {
  const { source, spec, page } = packageFiles(kind, name);
  const folder = join(root, 'packages', kind.package, 'src');
  const list = join(folder, 'components.ts');
  const before = readFileSync(list, 'utf8');
  const files = new Map([
    [join(folder, `${name}.ts`), source],
    [join(folder, `${name}.spec.ts`), spec],
    [join(root, 'docs/components', `${name}.md`), page],
  ]);
  const after = withExport(before, name);
  writeAll(files, () => writeFileSync(list, after));
  const shown = [...files.keys(), list].map((file) => relative(root, file));
  return [
    ...shown.map((file) => `wrote ${file}`),
    `test it:  npx jest packages/${kind.package}/src/${name} tools/check-docs`,
  ];
}

/** A package's list of components with one more, sorted. Throws UserError if it is not such a list. */
export function withExport(list: string, name: string): string {
  const lines = [...list.trimEnd().split('\n'), `export * from './${name}';`];
  const fileOf = (line: string) => /^export .+ from '(\.\/[\w-]+)';$/.exec(line)?.[1] ?? '';
  const other = lines.find((line) => fileOf(line) === '');
  if (other !== undefined) throw new UserError(`components.ts: "${other}" is not a line "export * from './type';"`);
  return `${lines.sort((a, b) => (fileOf(a) < fileOf(b) ? -1 : 1)).join('\n')}\n`;
}

/** Throws UserError where the folder isn't one. */
function checkFolder(folder: string): void {
  const entry = statSync(folder, { throwIfNoEntry: false });
  if (!entry?.isDirectory()) throw new UserError(`--here = "${folder}": ${entry ? 'not a folder' : 'no such folder'}`);
}

/** Writes an npm package with the component. Throws UserError if a file exists. */
function newPackage(kind: Kind, name: string, folder: string): string[] {
  checkFolder(folder);
  const files = packageFilesOf(kind, name, version);
  const target = join(folder, packageName(name));
  writeAll(new Map([...files].map(([path, text]) => [join(target, path), text])));
  return [
    ...[...files.keys()].map((path) => `wrote ${relative(process.cwd(), join(target, path))}`),
    `test it:  cd ${shellWord(relative(process.cwd(), target))} && npm install --ignore-scripts && npm test && npm run build`,
    `look at it from a project that depends on it:  npx alignclip list components --from ${packageName(name)}`,
  ];
}

/** Writes the component into the user's own folder. Throws UserError if a file exists. */
function newInFolder(kind: Kind, name: string, folder: string): string[] {
  checkFolder(folder);
  const { source, spec, page } = ownFiles(kind, name);
  const inKind = isEsModule(folder) ? asEsModule : (text: string) => text;
  const files = new Map([
    [join(folder, `${name}.ts`), inKind(source)],
    [join(folder, `${name}.spec.ts`), inKind(spec)],
    [join(folder, `${name}.md`), page],
  ]);
  writeAll(files);
  const variable = camelCase(name);
  const use = ['tables', 'figures'].includes(kind.slot)
    ? `${kind.slot}: [${variable}()]`
    : `base: { …, ${kind.slot}: ${kind.many ? `[…, ${variable}()]` : `${variable}()`} }`;
  return [
    ...[...files.keys()].map((file) => `wrote ${relative(process.cwd(), file)}`),
    `test it:  ${testCommand(folder)} ${name}`,
    'use it in an experiment file:',
    inKind(`  import { ${variable} } from './${name}';`),
    `  defineExperiment({ …, components: [${variable}], ${use} })`,
  ];
}

const testCommand = (folder: string): string =>
  isInstalled
    ? 'npx jest'
    : `cd ${shellWord(projectRoot)} && npx jest -c tools/jest/own.cjs --rootDir ${shellWord(folder)}`;

/** Whether TypeScript files in the folder are ES modules: as the nearest package.json says. */
function isEsModule(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest)) return /"type":\s*"module"/.test(readFileSync(manifest, 'utf8'));
  return folder !== dirname(folder) && isEsModule(dirname(folder));
}
