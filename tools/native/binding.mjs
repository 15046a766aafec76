import { createHash } from 'node:crypto';
import { copyFileSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillFolder } from './atomic-folder.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { findCompiler } from './compiler.mjs';
import { run, telling } from './run.mjs';
import { say, SetupProblem } from './say.mjs';
import { haveSizes } from './verify.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const loaderSources = ['binding-loader.cc', 'signals-elsewhere.h'];
const outputs = ['tfjs_binding.node', 'tfjs_binding_tensorflow.so'];
export const packageOf = (root) => join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
const manifestOf = (root) => JSON.parse(readFileSync(join(packageOf(root), 'package.json'), 'utf8'));

/** The newest N-API that both the package and this Node know; it names the folder that the package loads from. */
function napiVersion({ binary }) {
  return Math.max(...binary.napi_versions.filter((version) => version <= Number(process.versions.napi)));
}

/** Compiler arguments of the two files: the package's own sources, and the loader that keeps them quiet and signals off their threads. */
function recipes(root, tensorflow, napi) {
  const headers = createRequire(join(root, 'tools', 'package.json'))('node-api-headers').include_dir;
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(packageOf(root), 'binding', file));
  const common = [
    '-shared',
    '-fPIC',
    '-O2',
    '-std=c++17',
    '-D_GLIBCXX_USE_CXX11_ABI=1',
    `-DNAPI_VERSION=${napi}`,
    '-I',
    headers,
  ];
  const libraries = ['-L', tensorflow, '-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib'];
  return {
    'tfjs_binding_tensorflow.so': [
      ...common,
      '-I',
      join(tensorflow, 'include'),
      '-I',
      packageOf(root),
      ...sources,
      ...libraries,
    ],
    'tfjs_binding.node': [...common, join(here, 'binding-loader.cc'), '-ldl', '-pthread'],
  };
}

/** Compiles the binding into `folder`, which other clones then use. */
async function compile(root, tensorflow, napi, folder) {
  const compiler = await findCompiler();
  say('building the TensorFlow binding (under a minute)');
  await fillFolder(folder, async (temporary) => {
    for (const [file, args] of Object.entries(recipes(root, tensorflow, napi))) {
      const result = await run(compiler, [...args, '-o', join(temporary, file)]);
      if (!result.ok)
        throw new SetupProblem(
          `the TensorFlow binding could not be built: ${telling(result)}`,
          'install g++ 9 or newer, then run `npm run setup`',
        );
    }
  });
}

function replaceByLink(target, link) {
  const found = lstatSync(link, { throwIfNoEntry: false });
  if (found) rmSync(link, { recursive: true });
  symlinkSync(target, link);
}

function copyAtomically(from, to) {
  const temporary = `${to}.${process.pid}`;
  copyFileSync(from, temporary);
  renameSync(temporary, to);
}

/** Puts links to TensorFlow and the built binding where the package looks for them. */
function place(root, tensorflow, napi, built) {
  const deps = join(packageOf(root), 'deps');
  const lib = join(packageOf(root), 'lib', `napi-v${napi}`);
  mkdirSync(deps, { recursive: true });
  mkdirSync(lib, { recursive: true });
  replaceByLink(join(tensorflow, 'include'), join(deps, 'include'));
  replaceByLink(tensorflow, join(deps, 'lib'));
  for (const file of outputs) copyAtomically(join(built, file), join(lib, file));
}

async function check(root) {
  const result = await run(process.execPath, [join(here, 'check-binding.cjs'), packageOf(root)], {
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '1' },
  });
  if (!result.ok) return { problem: telling(result) };
  return JSON.parse(result.stdout.trim().split('\n').at(-1));
}

/** Names everything that the built files depend on. */
function keyOf(root, { version, flavour }, napi) {
  const sources = loaderSources.map((file) => readFileSync(join(here, file)));
  const loader = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 8);
  return `tfjs-${manifestOf(root).version}-tensorflow-${version}-${flavour}-napi-${napi}-${process.platform}-${process.arch}-${loader}`;
}

/**
 * Builds (or takes from the cache), places and checks the binding of tfjs-node-gpu.
 * Returns { key, gpu }. Throws a SetupProblem when there's no compiler or the result doesn't load.
 */
export async function bringBinding(root, tensorflow) {
  const napi = napiVersion(manifestOf(root));
  const key = keyOf(root, tensorflow, napi);
  const built = cacheFolder('binding', key);
  const libraries = join(tensorflow.folder, 'tensorflow');
  const existed = outputs.every((file) => lstatSync(join(built, file), { throwIfNoEntry: false })?.size > 0);
  if (!existed) await compile(root, libraries, napi, built);
  place(root, libraries, napi, built);
  let found = await check(root);
  if (found.problem && existed) {
    await compile(root, libraries, napi, built);
    place(root, libraries, napi, built);
    found = await check(root);
  }
  if (found.problem)
    throw new SetupProblem(
      `the TensorFlow binding doesn't load: ${found.problem}`,
      'run `npx alignclip doctor`, and report what it prints',
    );
  return { key, gpu: found.gpu };
}
