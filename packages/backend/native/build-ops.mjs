import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillFolder } from './atomic-folder.mjs';
import { findCompiler } from './compiler.mjs';
import { opsFlags } from './recipes.mjs';
import { failureOf, run } from './run.mjs';
import { messageOf, say } from './say.mjs';
import { systemOf } from './system.mjs';
import { damageIn, seal } from './verify.mjs';

const sourceFolder = fileURLToPath(new URL('../ops/', import.meta.url));
const { libraries } = systemOf();
const flags = opsFlags(systemOf());
const product = 'alignclip-ops.node';

/** Read when it is needed: the set-up loads this file before it installs the dependencies. */
function nodeHeaders() {
  const requireHere = createRequire(import.meta.url);
  return /** @type {{ include_dir: string }} */ (requireHere('node-api-headers')).include_dir;
}

/** The names of the sources and headers, in order; other files of the folder have no part in the add-on. */
const sources = () =>
  readdirSync(sourceFolder)
    .filter((name) => /\.(cc|h)$/.test(name))
    .sort();

/** The paths of the sources and headers. */
export const opsSources = () => sources().map((name) => join(sourceFolder, name));

/** Of the names and contents of all sources; `src/ops-sources.ts` computes the same when the add-on is loaded. */
export function hashOfSources() {
  const hash = createHash('sha256');
  for (const name of sources()) hash.update(name).update(readFileSync(join(sourceFolder, name)));
  return hash.digest('hex');
}

/** All operations as one unit: TensorFlow's headers cost more than the code, and are read once. */
const oneUnit = () =>
  sources()
    .filter((name) => name.endsWith('.cc'))
    .map((name) => `#include "${name}"\n`)
    .join('');

/**
 * Names everything that the add-on depends on.
 * @param {string} tensorflow
 * @param {string} compiler
 */
async function keyOf(tensorflow, compiler) {
  const hash = createHash('sha256').update(hashOfSources());
  for (const name of libraries)
    hash.update(`${join(tensorflow, name)} ${String(statSync(join(tensorflow, name)).size)}`);
  hash.update((await run(compiler, ['--version'])).output).update(flags.join(' '));
  return `${process.platform}-${process.arch}-${hash.digest('hex').slice(0, 16)}`;
}

/**
 * Compiles the add-on into `folder` and loads it once; throws Error with the compiler's first error.
 * @param {string} tensorflow
 * @param {string} compiler
 * @param {string} folder
 * @param {readonly string[]} [extraFlags]
 */
export async function compileOps(tensorflow, compiler, folder, extraFlags = []) {
  const unit = join(folder, 'all.cc');
  writeFileSync(unit, oneUnit());
  const include = join(tensorflow, 'include');
  const system = [include, join(include, 'external', 'libjpeg_turbo'), nodeHeaders()];
  const headers = ['-I', sourceFolder, ...system.flatMap((path) => ['-isystem', path])];
  const linked = [...libraries.map((name) => join(tensorflow, name)), `-Wl,-rpath,${tensorflow}`];
  const built = await run(compiler, [
    ...flags,
    ...extraFlags,
    ...headers,
    unit,
    '-o',
    join(folder, product),
    ...linked,
  ]);
  if (!built.ok) throw new Error(`the TensorFlow operations could not be built: ${failureOf(built)}`);
  await check(join(folder, product));
}

/** @param {string} file */
async function check(file) {
  const program = 'process.dlopen({ exports: {} }, process.argv[1])';
  const loaded = await run(process.execPath, ['-e', program, file], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' },
  });
  if (!loaded.ok) throw new Error(`the TensorFlow operations don't load: ${failureOf(loaded)}`);
}

/**
 * Builds the add-on with our own TensorFlow operations against the library and headers in the folder `tensorflow`, or
 * takes it from the cache.
 * @param {{ tensorflow: string, cache: string }} folders
 * @returns {Promise<{ path: string } | { problem: string }>} the add-on, or the reason why it could not be built
 */
export async function buildOps({ tensorflow, cache }) {
  try {
    const compiler = await findCompiler();
    const folder = join(cache, 'ops', await keyOf(tensorflow, compiler));
    const path = join(folder, product);
    const damage = existsSync(folder) ? await damageIn(folder) : 'not there';
    if (damage !== undefined) {
      if (existsSync(folder)) say(`${folder} can't be used: ${damage}`);
      say('building our TensorFlow operations (about half a minute)');
      await fillFolder(folder, async (temporary) => {
        await compileOps(tensorflow, compiler, temporary);
        await seal(temporary, [product]);
      });
    }
    return { path };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}
