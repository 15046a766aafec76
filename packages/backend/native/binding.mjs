import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './cache-folder.mjs';
import { bindingFiles, compileBinding, ownSources, packageOf } from './compile-binding.mjs';
import { failureOf, run } from './run.mjs';
import { say, SetupProblem } from './say.mjs';
import { damageIn, seal } from './verify.mjs';

/**
 * @typedef {import('./tensorflow.mjs').Tensorflow} Tensorflow
 * @typedef {{ version: string, binary: { napi_versions: number[] } }} Manifest
 * @typedef {{ key: string, gpu: boolean }} Binding `key` names everything that the built files depend on.
 */

const here = dirname(fileURLToPath(import.meta.url));

/** @param {string} root */
const manifestOf = (root) =>
  /** @type {Manifest} */ (JSON.parse(readFileSync(join(packageOf(root), 'package.json'), 'utf8')));

/**
 * The newest N-API that both the package and this Node know; it names the folder that the package loads from.
 * @param {Manifest} manifest
 */
function napiVersion({ binary }) {
  return Math.max(...binary.napi_versions.filter((version) => version <= Number(process.versions.napi)));
}

/**
 * @param {string} target
 * @param {string} link
 */
function replaceByLink(target, link) {
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (found) rmSync(link, { recursive: true });
  symlinkSync(target, link);
}

/**
 * @param {string} from
 * @param {string} to
 */
function copyAtomically(from, to) {
  const temporary = `${to}.${String(process.pid)}`;
  copyFileSync(from, temporary);
  renameSync(temporary, to);
}

/**
 * Puts links to TensorFlow and the built binding where the package looks for them.
 * @param {string} root
 * @param {string} tensorflow
 * @param {number} napi
 * @param {string} built
 */
async function place(root, tensorflow, napi, built) {
  const deps = join(packageOf(root), 'deps');
  const lib = join(packageOf(root), 'lib', `napi-v${String(napi)}`);
  mkdirSync(deps, { recursive: true });
  mkdirSync(lib, { recursive: true });
  replaceByLink(join(tensorflow, 'include'), join(deps, 'include'));
  replaceByLink(tensorflow, join(deps, 'lib'));
  for (const file of bindingFiles) copyAtomically(join(built, file), join(lib, file));
  await seal(lib, bindingFiles);
}

/**
 * @param {string} root
 * @returns {Promise<{ gpu: boolean } | { problem: string }>}
 */
async function check(root) {
  const result = await run(process.execPath, [join(here, 'check-binding.cjs'), packageOf(root)], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '1' },
  });
  if (!result.ok) return { problem: failureOf(result) };
  return /** @type {{ gpu: boolean }} */ (JSON.parse(result.stdout.trim().split('\n').at(-1) ?? ''));
}

/**
 * Names everything that the built files depend on.
 * @param {string} root
 * @param {Tensorflow} tensorflow
 * @param {number} napi
 */
function keyOf(root, { version, flavour }, napi) {
  const loader = createHash('sha256')
    .update(Buffer.concat(ownSources.map((file) => readFileSync(file))))
    .digest('hex')
    .slice(0, 8);
  return `tfjs-${manifestOf(root).version}-tensorflow-${version}-${flavour}-napi-${String(napi)}-${process.platform}-${process.arch}-${loader}`;
}

/**
 * Builds (or takes from the cache), places and checks the binding of tfjs-node-gpu.
 * Throws a SetupProblem when there is no compiler or the result doesn't load.
 * @param {string} root
 * @param {Tensorflow} tensorflow
 * @returns {Promise<Binding>}
 */
export async function buildBinding(root, tensorflow) {
  const napi = napiVersion(manifestOf(root));
  const key = keyOf(root, tensorflow, napi);
  const built = cacheFolder('binding', key);
  const libraries = join(tensorflow.folder, 'tensorflow');
  const damage = existsSync(built) ? await damageIn(built) : 'not there';
  if (damage !== undefined && existsSync(built)) say(`${built} can't be used: ${damage}`);
  const existed = damage === undefined;
  if (!existed) await compileBinding(root, libraries, napi, built);
  await place(root, libraries, napi, built);
  let found = await check(root);
  if ('problem' in found && existed) {
    await compileBinding(root, libraries, napi, built);
    await place(root, libraries, napi, built);
    found = await check(root);
  }
  if ('problem' in found)
    throw new SetupProblem(
      `the TensorFlow binding doesn't load: ${found.problem}`,
      'run `npx alignclip doctor`, and report what it prints',
    );
  return { key, gpu: found.gpu };
}
