/**
 * node tools/run.cjs [--set-up] PROGRAM.ts [ARGUMENTS]
 * Runs a TypeScript program of this repository from its sources, after the set-up if asked for (its output goes to stderr).
 */
const { spawn, spawnSync } = require('node:child_process');
const { constants } = require('node:os');
const { join } = require('node:path');

const given = process.argv.slice(2);
const setUp = given[0] === '--set-up';
const { status } = setUp
  ? spawnSync(process.execPath, [join(__dirname, '../packages/backend/native/setup.mjs')], { stdio: [0, 2, 2] })
  : { status: 0 };
if (status === 0) run(setUp ? given.slice(1) : given);
else process.exitCode = status ?? 1;

/**
 * Ends as the program ends; signals are passed on, except Ctrl-C at a terminal, which reaches both by itself.
 * @param {readonly string[]} program
 */
function run(program) {
  const options = ['-r', require.resolve('@alignclip/launchers/typescript')];
  const child = spawn(process.execPath, [...options, ...program], { stdio: 'inherit' });
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(name, () => {
      if (name !== 'SIGINT' || !process.stdin.isTTY) child.kill(name);
    });
  }
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
}
