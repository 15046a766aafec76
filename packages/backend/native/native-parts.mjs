import { join } from 'node:path';
import { buildBinding } from './binding.mjs';
import { buildOps, hashOfSources } from './build-ops.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { pinned } from './pinned.mjs';
import { setUpCommand } from './places.mjs';
import { installPretrainedModel } from './pretrained-models.mjs';
import { findPython } from './python.mjs';
import { messageOf, say, SetupProblem } from './say.mjs';
import { systemOf } from './system.mjs';
import { hasNvidiaDriver, installTensorflow } from './tensorflow.mjs';

/**
 * @typedef {import('./tensorflow.mjs').Tensorflow & import('./binding.mjs').Binding} NativeTensorflow
 * @typedef {{ part: string, reason: string, consequence: string, remedy: string }} Problem
 * @typedef {{
 *   tensorflow: NativeTensorflow | null,
 *   ops: string | null,
 *   opsSources?: string,
 *   encoders: Record<string, string | null>,
 *   problems: Problem[],
 *   node: string,
 * }} NativeRecord `ops`: the file with our operations, `opsSources`: the hash of what it was built from; `encoders`: the folder of each pretrained encoder
 */

const consequences = {
  tensorflow: 'training runs in WebAssembly, about 30 times slower, and the quickstart is reduced',
  gpu: 'training runs on the CPU',
  ops: "training uses TensorFlow's own ops, about half as fast",
  sentenceEncoders: 'the bag-of-words teacher is used instead',
  imageEncoders: 'efficientNet() with these pretrained weights stops before training',
};

/**
 * Installs every native part that this machine can run; never throws.
 * @param {import('./setup-options.mjs').SetupOptions} options
 * @returns {Promise<NativeRecord>}
 */
export async function installNativeParts({ root, sentenceEncoders, imageEncoders, cpu }) {
  /** @type {Problem[]} */
  const problems = [];
  /** @type {Promise<string> | undefined} */
  let search;
  const python = () => (search ??= findPython());
  const gpu = !cpu && hasNvidiaDriver();
  let tensorflow = gpu
    ? await attempt(problems, 'TensorFlow with CUDA', consequences.gpu, () => installNative(root, 'gpu', python))
    : null;
  tensorflow ??= await attempt(problems, 'native TensorFlow', consequences.tensorflow, () =>
    installNative(root, 'cpu', python),
  );
  const ops = tensorflow && (await attempt(problems, 'custom ops', consequences.ops, installOps(tensorflow.folder)));
  /** @type {NativeRecord['encoders']} */
  const found = {};
  for (const name of sentenceEncoders)
    found[name] = await attempt(problems, `sentence encoder ${name}`, consequences.sentenceEncoders, () =>
      installPretrainedModel(pinned.sentenceEncoders[name], python),
    );
  for (const name of imageEncoders)
    found[name] = await attempt(problems, `image encoder ${name}`, consequences.imageEncoders, () =>
      installPretrainedModel(pinned.imageEncoders[name], python),
    );
  return {
    tensorflow,
    ops,
    ...(ops && { opsSources: hashOfSources() }),
    encoders: found,
    problems,
    node: process.version,
  };
}

/**
 * Runs one part of the set-up; a failure becomes a line for the user and an entry of `problems`.
 * @template T
 * @param {Problem[]} problems
 * @param {string} part
 * @param {string} consequence
 * @param {() => Promise<T>} work
 * @returns {Promise<T | null>}
 */
async function attempt(problems, part, consequence, work) {
  try {
    return await work();
  } catch (error) {
    const remedy = (error instanceof SetupProblem && error.remedy) || `run \`${setUpCommand}\` again`;
    const problem = { part, reason: messageOf(error), consequence, remedy };
    problems.push(problem);
    say(`no ${part}: ${problem.reason}. So ${consequence}. To fix: ${remedy}.`);
    return null;
  }
}

/**
 * @param {string} root
 * @param {import('./pinned.mjs').Flavour} flavour
 * @param {() => Promise<string>} python
 * @returns {Promise<NativeTensorflow>}
 */
async function installNative(root, flavour, python) {
  const found = await installTensorflow(flavour, python);
  return { ...found, ...(await buildBinding(root, found)) };
}

/** @param {string} folder */
const installOps = (folder) => async () => {
  const built = await buildOps({ tensorflow: join(folder, 'tensorflow'), cache: cacheFolder() });
  if ('path' in built) return built.path;
  throw new SetupProblem(built.problem, `${systemOf().compiler.older}, then run \`${setUpCommand}\``);
};
