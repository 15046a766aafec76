/**
 * Checks the C++ of the operations: it compiles with -Wall -Wextra -Werror, and has the layout of .clang-format. A part
 * that can't run here is skipped, in words. `npm run check:ops`; CI runs it.
 */
import { compileOps, opsSources } from '@alignclip/backend/native/build-ops.mjs';
import { ownSources } from '@alignclip/backend/native/compile-binding.mjs';
import { findCompiler } from '@alignclip/backend/native/compiler.mjs';
import { pinned } from '@alignclip/backend/native/pinned.mjs';
import { run } from '@alignclip/backend/native/run.mjs';
import { messageOf } from '@alignclip/backend/native/say.mjs';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinnedTool } from './pinned-tool.mjs';

/** @typedef {import('@alignclip/backend/native/native-parts.mjs').NativeRecord} NativeRecord */

const record = fileURLToPath(new URL('../../node_modules/.alignclip/native.json', import.meta.url));

const watchdogRace = fileURLToPath(new URL('testing/watchdog-race.cc', import.meta.url));

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
  const formatter = await pinnedTool('clang-format', pinned.clangFormat);
  if ('problem' in formatter) return console.log(`format: skipped: no clang-format (${formatter.problem})`);
  const { ok, output } = await run(formatter.path, [
    '--dry-run',
    '--Werror',
    ...opsSources(),
    ...ownSources,
    watchdogRace,
  ]);
  if (!ok) throw new Error(`clang-format would change the C++:\n${output}`);
  console.log('format: ok');
}

for (const check of [checkFormat, checkWarnings]) {
  try {
    await check();
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}
