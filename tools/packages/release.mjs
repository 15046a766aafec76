/**
 * `npm run release -- [OPTIONS OF NX]`: `nx release`, which sets the version, writes the changelog and publishes all packages.
 * Refuses to publish, in a dry run too, while the manifests don't name the repository; `--repository https://…` writes it.
 */
import { spawnSync } from 'node:child_process';
import { messageOf } from '@alignclip/backend/native/say.mjs';
import { missingRepository, writeRepository } from './repository.mjs';

/** @param {readonly string[]} args */
function release(args) {
  if (args[0] === '--repository') return writeRepository(args[1] ?? '');
  const missing = missingRepository();
  if (missing !== undefined) {
    if (!args.includes('--skip-publish')) throw new Error(missing);
    console.log(`before this is published: ${missing}`);
  }
  const { status, error } = spawnSync('npx', ['nx', 'release', ...args], { stdio: 'inherit' });
  if (error) throw error;
  process.exitCode = status ?? 1;
}

try {
  release(process.argv.slice(2));
} catch (error) {
  console.error(`release: ${messageOf(error)}`);
  process.exitCode = 1;
}
