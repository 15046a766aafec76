import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillFolder } from './atomic-folder.mjs';
import { cacheFolder } from './cache-folder.mjs';
import { pinned } from './pinned.mjs';
import { say, SetupProblem } from './say.mjs';
import { systemOf } from './system.mjs';
import { damageIn } from './verify.mjs';
import { requireIntact, requireSpace, unpackWheels } from './wheels.mjs';

/**
 * @typedef {import('./pinned.mjs').Flavour} Flavour
 * @typedef {{ version: string, flavour: Flavour, folder: string }} Tensorflow
 * folder/tensorflow holds the libraries and `include`.
 */

const platform = `${process.platform}-${process.arch}`;
const { version } = pinned.tensorflow;

/** Whether an NVIDIA driver is loaded. */
export const hasNvidiaDriver = () => existsSync('/proc/driver/nvidia/version') || existsSync('/dev/nvidia0');

/**
 * TensorFlow's libraries and headers in the cache, downloaded from PyPI unless they are there. Throws a SetupProblem.
 * @param {Flavour} flavour
 * @param {() => Promise<string>} python
 * @returns {Promise<Tensorflow>}
 */
export async function installTensorflow(flavour, python) {
  const libraries = requirePlatform();
  const wanted = libraries[flavour];
  if (wanted === undefined)
    throw new SetupProblem(`no TensorFlow with CUDA is pinned for ${platform}`, 'use Linux on x64 for a GPU');
  const folder = cacheFolder('tensorflow', `${version}-${flavour}-${platform}`);
  const damage = await damageOf(folder, wanted);
  if (damage !== undefined) {
    if (existsSync(folder)) say(`${folder} can't be used: ${damage}`);
    await download(libraries, wanted, folder, python);
  }
  return { version, flavour, folder };
}

/** What is pinned for this platform. Throws a SetupProblem where TensorFlow can't run. */
function requirePlatform() {
  if (platform !== 'linux-x64' && platform !== 'linux-arm64' && platform !== 'darwin-arm64')
    throw new SetupProblem(
      `no TensorFlow library is pinned for ${platform}`,
      process.platform === 'win32'
        ? 'run it in WSL 2 (Ubuntu or Debian)'
        : 'use Linux on x64 or arm64, or a Mac with an Apple processor',
    );
  if (process.platform === 'linux') requireGlibc();
  return pinned.tensorflow[platform];
}

function requireGlibc() {
  const report = /** @type {NodeJS.ProcessReport & { excludeNetwork: boolean }} */ (process.report);
  report.excludeNetwork = true;
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (report.getReport());
  if (header.glibcVersionRuntime) return;
  throw new SetupProblem(
    'TensorFlow needs glibc, and this system has another C library',
    'use a distribution with glibc, such as Debian',
  );
}

/**
 * Why the libraries in the folder can't be used; undefined where they can.
 * @param {string} folder
 * @param {import('./pinned.mjs').Download} download
 */
async function damageOf(folder, { wheels, files }) {
  const list = join(folder, 'wheels.json');
  if (!existsSync(list)) return 'its download was not finished';
  if (readFileSync(list, 'utf8') !== JSON.stringify(wheels)) return 'it is of another version';
  return damageIn(folder, files);
}

/**
 * @param {import('./pinned.mjs').PlatformLibraries} libraries
 * @param {import('./pinned.mjs').Download} wanted
 * @param {string} folder
 * @param {() => Promise<string>} python
 */
async function download(libraries, { wheels, files, freeGigabytes }, folder, python) {
  const command = await python();
  mkdirSync(cacheFolder(), { recursive: true });
  requireSpace(cacheFolder(), freeGigabytes);
  await fillFolder(folder, async (temporary) => {
    const platforms = libraries.platforms.flatMap((tag) => ['--platform', tag]);
    await unpackWheels(command, wheels, temporary, ['--python-version', libraries.python, ...platforms]);
    say(`checking TensorFlow ${version}`);
    await requireIntact(temporary, files);
    linkNames(join(temporary, 'tensorflow'));
    writeFileSync(join(temporary, 'wheels.json'), JSON.stringify(wheels));
  });
}

/**
 * Names under which linkers look for the libraries.
 * @param {string} folder
 */
function linkNames(folder) {
  for (const [link, library] of Object.entries(systemOf().links)) symlinkSync(library, join(folder, link));
}
