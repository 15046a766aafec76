import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillFolder } from './atomic-folder.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { pinned } from './pinned.mjs';
import { say, SetupProblem } from './say.mjs';
import { haveSizes, verify } from './verify.mjs';
import { requireSpace, unpackWheels } from './wheels.mjs';

const platform = `${process.platform}-${process.arch}`;
const { version, [platform]: here } = pinned.tensorflow;

/** Whether an NVIDIA driver is loaded. */
export const hasNvidiaDriver = () => existsSync('/proc/driver/nvidia/version') || existsSync('/dev/nvidia0');

function requirePlatform() {
  if (!here) throw new SetupProblem(`no TensorFlow library is pinned for ${platform}`, 'use Linux on x64');
  process.report.excludeNetwork = true;
  if (process.report.getReport().header.glibcVersionRuntime) return;
  throw new SetupProblem(
    'TensorFlow needs glibc, and this system has another C library',
    'use a distribution with glibc, such as Debian',
  );
}

/** Names under which linkers look for the libraries. */
function linkNames(folder) {
  symlinkSync('libtensorflow_cc.so.2', join(folder, 'libtensorflow.so'));
  symlinkSync('libtensorflow_framework.so.2', join(folder, 'libtensorflow_framework.so'));
}

async function bring(flavour, folder, python) {
  const { wheels, files, freeGigabytes } = here[flavour];
  const command = await python();
  mkdirSync(cacheFolder(), { recursive: true });
  requireSpace(cacheFolder(), freeGigabytes);
  await fillFolder(folder, async (temporary) => {
    const tags = ['--python-version', here.python, ...here.platforms.flatMap((tag) => ['--platform', tag])];
    await unpackWheels(command, wheels, temporary, tags);
    say(`checking TensorFlow ${version}`);
    await verify(temporary, files);
    linkNames(join(temporary, 'tensorflow'));
    writeFileSync(join(temporary, 'wheels.json'), JSON.stringify(wheels));
  });
}

const complete = (folder, { wheels, files }) =>
  haveSizes(folder, files) &&
  existsSync(join(folder, 'wheels.json')) &&
  readFileSync(join(folder, 'wheels.json'), 'utf8') === JSON.stringify(wheels);

/**
 * TensorFlow's libraries and headers in the cache: from the wheels of PyPI unless they lie there already.
 * Returns { version, flavour, folder }; folder/tensorflow holds libraries and include. Throws a SetupProblem.
 */
export async function bringTensorflow(flavour, python) {
  requirePlatform();
  const folder = cacheFolder('tensorflow', `${version}-${flavour}-${platform}`);
  if (!complete(folder, here[flavour])) await bring(flavour, folder, python);
  return { version, flavour, folder };
}
