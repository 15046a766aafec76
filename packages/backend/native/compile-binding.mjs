import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillFolder } from './atomic-folder.mjs';
import { findCompiler } from './compiler.mjs';
import { isInstalled, setUpCommand } from './places.mjs';
import { bindingRecipes } from './recipes.mjs';
import { failureOf, run } from './run.mjs';
import { say, SetupProblem } from './say.mjs';
import { systemOf } from './system.mjs';
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
          `${systemOf().compiler.older}, then run \`${setUpCommand}\``,
        );
    }
    await seal(temporary, bindingFiles);
  });
}

/**
 * @param {string} root
 * @param {string} tensorflow
 * @param {number} napi
 */
function recipes(root, tensorflow, napi) {
  const requireHere = createRequire(import.meta.url);
  const headers = /** @type {{ include_dir: string }} */ (requireHere('node-api-headers'));
  const folders = { binding: packageOf(root), tensorflow, nodeHeaders: headers.include_dir, own: here };
  return bindingRecipes(systemOf(), folders, napi);
}
