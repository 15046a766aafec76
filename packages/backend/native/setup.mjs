import { cacheFolder } from './cache-folder.mjs';
import { installDependencies } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { installNativeParts } from './native-parts.mjs';
import { writeRecord } from './native-record.mjs';
import { isInstalled } from './places.mjs';
import { stopAll } from './run.mjs';
import { codeOf, plain, say, SetupProblem } from './say.mjs';
import { setupOptions } from './setup-options.mjs';

async function main() {
  const options = setupOptions(process.argv.slice(2));
  if ('help' in options) return console.log(options.help);
  if ('problem' in options) throw new SetupProblem(options.problem);
  await withLock(
    cacheFolder('setup.lock'),
    () => setUp(options),
    (file, owner) => say(`waiting for another set-up (${owner}; it holds ${file})`),
  );
}

/** A signal also ends what this process has started: a killed set-up leaves no npm behind. */
for (const [name, number] of /** @type {const} */ ([
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
]))
  process.on(name, () => void stopAll().then(() => process.exit(128 + number)));

/** @param {import('./setup-options.mjs').SetupOptions} options */
async function setUp(options) {
  if (!isInstalled) await installDependencies(options.root); // a project's dependencies are its own matter
  const record = await installNativeParts(options);
  writeRecord(options.root, record);
  say(`ready: ${summary(record)}`);
}

/** @param {import('./native-parts.mjs').NativeRecord} record */
const summary = ({ tensorflow, ops }) =>
  tensorflow
    ? `TensorFlow ${tensorflow.version} on the ${tensorflow.gpu ? 'GPU' : 'CPU'}${ops ? ' with custom ops' : ''}`
    : 'WebAssembly';

main().catch((/** @type {unknown} */ error) => {
  const known = error instanceof SetupProblem || /^E[A-Z0-9]+$/.test(codeOf(error) ?? '');
  const problem = error instanceof Error ? (known ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`setup: ${plain(problem)}\n`);
  if (error instanceof SetupProblem && error.remedy) process.stderr.write(`setup: To fix: ${error.remedy}\n`);
  process.exitCode = 1;
});
