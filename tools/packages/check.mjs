/**
 * `npm run check:packages`: publint and attw on every tarball of `npm run pack`; with `--short` attw, which takes 1.5 s for
 * each, looks at `alignclip` only.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../tarballs/', import.meta.url));
const programs = fileURLToPath(new URL('../../node_modules/.bin/', import.meta.url));

/** Entries without types: programs that are started or preloaded, a configuration, and manifests. */
const untyped = ['package.json', 'jest-preset', 'typescript', 'swc', 'setup', 'native/*'];
const [attw, publint] = [join(programs, 'attw'), join(programs, 'publint')];

/**
 * @param {string} what
 * @param {readonly string[]} args
 */
function check(what, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status === 0) return;
  console.error(`${what}:\n${stdout}${stderr}`);
  process.exitCode = 1;
}

const tarballs = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
for (const name of tarballs) {
  const file = join(folder, name);
  check(`publint ${name}`, [publint, 'run', file, '--strict']);
  const isProgram = /^(alignclip-cli|create-alignclip)-/.test(name); // nothing imports it
  if (isProgram || (process.argv.includes('--short') && !/^alignclip-\d/.test(name))) continue;
  check(`attw ${name}`, [attw, file, '--profile', 'node16', '--exclude-entrypoints', ...untyped, '--no-color']);
}
console.log(`${String(tarballs.length)} packages checked by publint and attw`);
