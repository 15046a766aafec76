import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillFolder } from './atomic-folder.mjs';
import { findCompiler } from './compiler.mjs';
import { isInstalled, setUpCommand } from './places.mjs';
import { failureOf, run } from './run.mjs';
import { say, SetupProblem } from './say.mjs';
import { seal } from './verify.mjs';

const here = dirname(fileURLToPath(import.meta.url));

/** Our own sources in the binding. */
export const ownSources = [
  'binding-loader.cc',
  'signals-elsewhere.h',
  'collectives.cc',
  'only-from.h',
  'watchdog.h',
].map((file) => join(here, file));

/** The compiled files. */
export const bindingFiles = ['tfjs_binding.node', 'tfjs_binding_tensorflow.so'];

/**
 * The package with the binding's other sources: in a clone below its root, in a project where npm or pnpm has put ours.
 * @param {string} root
 */
export const packageOf = (root) =>
  isInstalled
    ? dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-node-gpu/package.json'))
    : join(root, 'node_modules', '@tensorflow', 'tfjs-node-gpu');

/**
 * Compiles the binding into `folder`, which other clones then use.
 * @param {string} root
 * @param {string} tensorflow
 * @param {number} napi
 * @param {string} folder
 */
export async function compileBinding(root, tensorflow, napi, folder) {
  const compiler = await findCompiler();
  say('building the TensorFlow binding (under a minute)');
  await fillFolder(folder, async (temporary) => {
    for (const [file, args] of Object.entries(recipes(root, tensorflow, napi))) {
      const result = await run(compiler, [...args, '-o', join(temporary, file)]);
      if (!result.ok)
        throw new SetupProblem(
          `the TensorFlow binding could not be built: ${failureOf(result)}`,
          `install g++ 9 or newer, then run \`${setUpCommand}\``,
        );
    }
    await seal(temporary, bindingFiles);
  });
}

/**
 * Compiler arguments of the two files: the package's own sources with what makes them a member of a cluster, and the
 * loader, which keeps them quiet and signals off their threads.
 * @param {string} root
 * @param {string} tensorflow
 * @param {number} napi
 */
function recipes(root, tensorflow, napi) {
  const requireHere = createRequire(import.meta.url);
  const headers = /** @type {{ include_dir: string }} */ (requireHere('node-api-headers'));
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(packageOf(root), 'binding', file));
  const common = [
    '-shared',
    '-fPIC',
    '-O2',
    '-std=c++17',
    '-D_GLIBCXX_USE_CXX11_ABI=1',
    `-DNAPI_VERSION=${String(napi)}`,
    '-I',
    headers.include_dir,
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
      join(here, 'collectives.cc'),
      '-Wl,--wrap=TFE_NewContext',
      '-pthread',
      ...libraries,
    ],
    'tfjs_binding.node': [...common, join(here, 'binding-loader.cc'), '-ldl', '-pthread'],
  };
}
