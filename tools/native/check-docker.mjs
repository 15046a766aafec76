/**
 * Checks the files from which containers are built by a linter, since a builder is rarely at hand; it is skipped, in words,
 * where it can't run here. `npm run check:docker`; CI runs it.
 */
import { pinned } from '@alignclip/backend/native/pinned.mjs';
import { run } from '@alignclip/backend/native/run.mjs';
import { pinnedTool } from './pinned-tool.mjs';

const files = ['Dockerfile', '.devcontainer/Dockerfile'];

const linter = await pinnedTool('hadolint', pinned.hadolint);
if ('problem' in linter) console.log(`containers: skipped: no hadolint (${linter.problem})`);
else {
  const { ok, output } = await run(linter.path, ['--no-color', '--ignore', 'DL3008', '--ignore', 'DL3066', ...files]);
  console.log(ok ? `containers: ${files.join(', ')}: ok` : output);
  process.exitCode = ok ? 0 : 1;
}
