/**
 * Checks the C++ of the operations: it compiles with -Wall -Wextra -Werror, and has the layout of .clang-format. A part
 * that can't run here is skipped, in words. `npm run check:ops`; CI runs it.
 */
import { fillFolder } from '@alignclip/backend/native/atomic-folder.mjs';
import { compileOps, opsSources } from '@alignclip/backend/native/build-ops.mjs';
import { cacheFolder } from '@alignclip/backend/native/cache-folder.mjs';
import { ownSources } from '@alignclip/backend/native/compile-binding.mjs';
import { findCompiler } from '@alignclip/backend/native/compiler.mjs';
import { pinned } from '@alignclip/backend/native/pinned.mjs';
import { findPython } from '@alignclip/backend/native/python.mjs';
import { run } from '@alignclip/backend/native/run.mjs';
import { messageOf } from '@alignclip/backend/native/say.mjs';
import { damageIn } from '@alignclip/backend/native/verify.mjs';
import { requireIntact, unpackWheels } from '@alignclip/backend/native/wheels.mjs';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {import('@alignclip/backend/native/native-parts.mjs').NativeRecord} NativeRecord */

const record = fileURLToPath(new URL('../../node_modules/.alignclip/native.json', import.meta.url));

async function checkWarnings() {
  if (!existsSync(record)) throw new Error('no set-up: run `npm run setup`');
  const { tensorflow } = /** @type {NativeRecord} */ (JSON.parse(readFileSync(record, 'utf8')));
  if (!tensorflow) return console.log('warnings: skipped: no TensorFlow headers');
  const folder = mkdtempSync(join(tmpdir(), 'alignclip-ops-'));
  try {
    await compileOps(join(tensorflow.folder, 'tensorflow'), await findCompiler(), folder, ['-Werror']);
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log('warnings: none');
}

async function checkFormat() {
  const formatter = await findFormatter();
  if ('problem' in formatter) return console.log(`format: skipped: no clang-format (${formatter.problem})`);
  const { ok, output } = await run(formatter.path, ['--dry-run', '--Werror', ...opsSources(), ...ownSources]);
  if (!ok) throw new Error(`clang-format would change the C++:\n${output}`);
  console.log('format: ok');
}

/**
 * clang-format of the pinned version from the cache, downloaded from PyPI unless it is there.
 * @returns {Promise<{ path: string } | { problem: string }>}
 */
async function findFormatter() {
  const { version, 'linux-x64': download } = pinned.clangFormat;
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64') return { problem: `none is pinned for ${platform}` };
  const folder = cacheFolder('clang-format', version);
  const path = join(folder, 'clang_format/data/bin/clang-format');
  try {
    if (!existsSync(folder) || (await damageIn(folder, download.files)) !== undefined) {
      const python = await findPython();
      await fillFolder(folder, async (temporary) => {
        await unpackWheels(python, download.wheels, temporary);
        await requireIntact(temporary, download.files);
        chmodSync(join(temporary, 'clang_format/data/bin/clang-format'), 0o755);
      });
    }
    return { path };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

for (const check of [checkFormat, checkWarnings]) {
  try {
    await check();
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}
