import { messageOf, shellWord, UserError } from '@alignclip/core';
import type { Command } from 'commander';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Manifest, studyFiles, studyManifest } from '../new/study';
import { lockText } from '../new/study-lock';
import { writeAll } from '../new/write-files';

export function initCommand(program: Command): void {
  program
    .command('init')
    .argument('<folder>', 'the new folder; its name becomes the name of the study')
    .option('--esm', 'ES modules ("type": "module") instead of CommonJS')
    .action((folder: string, { esm = false }: { esm?: boolean }) => {
      for (const line of init(folder, esm)) console.log(line);
    });
}

const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { version: string };

/**
 * Writes a new study. A package.json that is there gets what it lacks, a package-lock.json the versions of the release.
 * Throws UserError if another of its files exists, or if the name of the folder can't be a package's.
 */
function init(given: string, esModules: boolean): string[] {
  const folder = resolve(given);
  const name = basename(folder);
  if (!/^[a-z0-9][a-z0-9._-]{0,213}$/.test(name))
    throw new UserError(
      `folder "${name}": its name becomes that of a package: small letters, digits, ".", "-" and "_", such as "my-study"`,
    );
  const study = { name, version, esModules };
  const [manifest, lock] = [join(folder, 'package.json'), join(folder, 'package-lock.json')];
  const found = existing(manifest) as Manifest;
  checkKind(manifest, found, esModules);
  const [ofManifest, ofLock] = [studyManifest(study, found), lockText(name, existing(lock))];
  const files = studyFiles(study);
  writeAll(new Map([...files].map(([path, text]) => [join(folder, path), text])), () => {
    replace(lock, ofLock);
    replace(manifest, ofManifest);
  });
  return [
    ...['package.json', 'package-lock.json', ...files.keys()].map((path) => `wrote ${join(given, path)}`),
    'next:',
    `  cd ${shellWord(given)}`,
    '  git init && npm install --ignore-scripts && git add . && git commit -m "A new study"',
    '  npm test',
    '  npm start -- --profile smoke',
  ];
}

/** Writes a file whole or not at all. */
function replace(file: string, text: string): void {
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}

/** What is in a JSON file; nothing where there is none. Throws UserError where it isn't an object. */
function existing(file: string): object {
  if (!existsSync(file)) return {};
  try {
    const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found;
  } catch (error) {
    throw new UserError(`${file}: ${messageOf(error)}`);
  }
  throw new UserError(`${file}: not an object`);
}

/** Throws UserError where the files of the project are modules of the other kind. */
function checkKind(manifest: string, { type }: Manifest, esModules: boolean): void {
  if (type === undefined || (type === 'module') === esModules) return;
  throw new UserError(
    esModules
      ? `${manifest} has "type": "commonjs", and --esm is for "module"`
      : `${manifest} has "type": "module": add --esm`,
  );
}
