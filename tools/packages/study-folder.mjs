import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

export const repository = fileURLToPath(new URL('../../', import.meta.url));
export const tarballs = () =>
  readdirSync(join(repository, 'tarballs'))
    .filter((name) => name.endsWith('.tgz'))
    .map((name) => join(repository, 'tarballs', name));

/** As a user's shell has it: nothing of the npm that runs this. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_|INIT_CWD|NODE_PATH|NODE_OPTIONS)/i.test(name) || /^npm_config_(registry|cache|userconfig)$/.test(name),
  ),
);

/**
 * Runs a command to its end; its output. Throws Error with it where the command fails.
 * @param {string} cwd
 * @param {string} command
 * @param {readonly string[]} args
 */
export function run(cwd, command, ...args) {
  const started = Date.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env: environment, encoding: 'utf8' });
  const shown = [command, ...args].map((word) => basename(word)).join(' ');
  if (error) throw error;
  if (status !== 0) throw new Error(`${shown} ended with ${String(status)}:\n${stdout}${stderr}`);
  if (command !== 'tar') console.log(`${shown.slice(0, 90)}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return stdout;
}

/**
 * `npm install` of our tarballs, in an empty folder or in a study.
 * @param {string} folder
 */
export const install = (folder) =>
  run(folder, 'npm', 'install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', ...tarballs());

/**
 * The same without npm: our packages from their tarballs, all others as links to those of the clone.
 * @param {string} folder
 */
export function link(folder) {
  const [modules, theirs] = [join(folder, 'node_modules'), join(repository, 'node_modules')];
  mkdirSync(join(modules, '.bin'), { recursive: true });
  for (const name of readdirSync(theirs))
    if (!/^(\.|@alignclip$|alignclip$)/.test(name)) symlinkSync(join(theirs, name), join(modules, name));
  for (const tarball of tarballs()) {
    const name = basename(tarball).replace(/-\d+\.\d+\.\d+.*$/, '');
    const target = join(modules, name === 'alignclip' ? name : name.replace('alignclip-', '@alignclip/'));
    mkdirSync(target, { recursive: true });
    run(target, 'tar', '-xzf', tarball, '--strip-components=1');
    const own = join(repository, 'packages', basename(target), 'node_modules');
    if (existsSync(own)) symlinkSync(own, join(target, 'node_modules'));
  }
  symlinkSync('../alignclip/bin/alignclip.cjs', join(modules, '.bin/alignclip'));
  for (const tool of ['tsc', 'jest']) symlinkSync(join(theirs, '.bin', tool), join(modules, '.bin', tool));
}

/**
 * `npm create alignclip my-study`, from the tarballs alone or, with the clone's packages linked, by its program. Throws Error
 * where it doesn't write what `init` has written into the study.
 * @param {string} study
 * @param {boolean} linked
 */
export function create(study, linked) {
  const folder = join(study, '../created');
  mkdirSync(folder);
  const program = join(study, 'node_modules/create-alignclip/bin/create-alignclip.cjs');
  const packages = tarballs().flatMap((tarball) => ['--package', tarball]);
  const command = linked
    ? [process.execPath, program]
    : ['npx', '--yes', '--ignore-scripts', '--prefer-offline', ...packages, '--', 'create-alignclip'];
  run(folder, command[0] ?? '', ...command.slice(1), basename(study));
  for (const name of ['tsconfig.json', 'README.md', '.gitignore', 'src/experiment.ts', 'src/own-data.ts'])
    if (readFileSync(join(folder, basename(study), name), 'utf8') !== readFileSync(join(study, name), 'utf8'))
      throw new Error(`npm create alignclip writes another ${name} than init`);
}

/**
 * Fifty images with a caption each, as a user has them.
 * @param {string} folder
 */
export async function writeData(folder) {
  mkdirSync(folder);
  const rows = ['image,caption,split'];
  const colours = ['red', 'green', 'blue', 'white', 'black'];
  for (let i = 0; i < 50; i += 1) {
    const [background, size] = [colours[i % 5] ?? '', 8 + Math.floor(i / 5)];
    const image = sharp({ create: { width: 40, height: 40, channels: 3, background } });
    const dot = { create: { width: size, height: size, channels: 3, background: 'gray' } };
    await image
      .composite([{ input: /** @type {import('sharp').OverlayOptions['input']} */ (dot), left: 4, top: 4 }])
      .png()
      .toFile(join(folder, `${String(i)}.png`));
    rows.push(`${String(i)}.png,a gray square of ${String(size)} pixels on ${background},${i < 30 ? 'train' : 'test'}`);
  }
  writeFileSync(join(folder, 'captions.csv'), `${rows.join('\n')}\n`);
}

/**
 * Changes a text in a file. Throws Error where it isn't there.
 * @param {string} file
 * @param {Record<string, string>} changes
 */
export function edit(file, changes) {
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`${file}: no "${from}"`);
    text = text.replace(from, () => to);
  }
  writeFileSync(file, text);
}
