import { cacheFolder } from './cache-folder.mjs';
import { installDependencies } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { bringNativeParts } from './native-parts.mjs';
import { writeRecord } from './native-record.mjs';
import { say, SetupProblem } from './say.mjs';
import { setupOptions } from './setup-options.mjs';

const summary = ({ tensorflow, ops }) =>
  tensorflow
    ? `TensorFlow ${tensorflow.version} on the ${tensorflow.gpu ? 'GPU' : 'CPU'}${ops ? ' with custom ops' : ''}`
    : 'WebAssembly';

async function setUp(options) {
  await installDependencies(options.root);
  const record = await bringNativeParts(options);
  writeRecord(options.root, record);
  say(`ready: ${summary(record)}`);
}

async function main() {
  const options = setupOptions(process.argv.slice(2));
  if (options.help) return console.log(options.help);
  if (options.problem) throw new SetupProblem(options.problem);
  await withLock(
    cacheFolder('setup.lock'),
    () => setUp(options),
    (file) => say(`waiting for another set-up (it holds ${file})`),
  );
}

main().catch((error) => {
  const known = error instanceof SetupProblem;
  process.stderr.write(
    `setup: ${known ? error.message : error.stack}\n${error.remedy ? `setup: to mend it: ${error.remedy}\n` : ''}`,
  );
  process.exitCode = 1;
});
