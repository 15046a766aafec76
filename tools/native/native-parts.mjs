import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bringBinding } from './binding.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { findPython } from './python.mjs';
import { say, SetupProblem } from './say.mjs';
import { bringSentenceEncoder } from './sentence-encoders.mjs';
import { bringTensorflow, hasNvidiaDriver } from './tensorflow.mjs';

const consequences = {
  tensorflow: 'training runs in WebAssembly, about 30 times slower, and the quickstart is reduced',
  gpu: 'training runs on the CPU',
  ops: "training runs on TensorFlow's own ops, about half as fast",
  encoder: 'the bag-of-words teacher stands in for it',
};

/** Runs one part of the set-up; what it can't do becomes a line for the user and an entry of `problems`. */
async function attempt(problems, part, consequence, work) {
  try {
    return await work();
  } catch (error) {
    const problem = { part, reason: error.message, consequence, remedy: error.remedy ?? 'run `npm run setup` again' };
    problems.push(problem);
    say(`no ${part}: ${problem.reason}. So ${consequence}. To mend it: ${problem.remedy}.`);
    return null;
  }
}

async function bringNative(root, flavour, python) {
  const found = await bringTensorflow(flavour, python);
  return { ...found, ...(await bringBinding(root, found)) };
}

async function bringOps(tensorflow) {
  const script = new URL('./build-ops.mjs', import.meta.url);
  if (!existsSync(script)) return null;
  const { buildOps } = await import(script.href);
  const built = await buildOps({ tensorflow: join(tensorflow.folder, 'tensorflow'), cache: cacheFolder() });
  if (built.problem) throw new SetupProblem(built.problem, 'install g++ 9 or newer, then run `npm run setup`');
  return built.path;
}

/**
 * Brings everything native that this machine can have; never throws.
 * Resolves to the record { tensorflow | null, ops | null, encoders, problems, node }.
 */
export async function bringNativeParts({ root, encoders, cpu }) {
  const problems = [];
  let search;
  const python = () => (search ??= findPython());
  const gpu = !cpu && hasNvidiaDriver();
  let tensorflow = gpu
    ? await attempt(problems, 'TensorFlow with CUDA', consequences.gpu, () => bringNative(root, 'gpu', python))
    : null;
  tensorflow ??= await attempt(problems, 'native TensorFlow', consequences.tensorflow, () =>
    bringNative(root, 'cpu', python),
  );
  const ops = tensorflow && (await attempt(problems, 'custom ops', consequences.ops, () => bringOps(tensorflow)));
  const found = {};
  for (const name of encoders)
    found[name] = await attempt(problems, `sentence encoder ${name}`, consequences.encoder, () =>
      bringSentenceEncoder(name, python),
    );
  return { tensorflow, ops, encoders: found, problems, node: process.version };
}
