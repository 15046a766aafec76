import { setUpCommand } from './places.mjs';
import { run } from './run.mjs';
import { SetupProblem } from './say.mjs';

const remedy = `install Python 3 with pip (Debian, Ubuntu: apt install python3 python3-pip), then run \`${setUpCommand}\``;

/** The command of a Python 3 that has pip. Throws a SetupProblem when there's none. */
export async function findPython() {
  for (const command of ['python3', 'python']) {
    const version = await run(command, ['-c', 'import sys, zipfile; print(sys.version_info[0])']);
    if (!version.ok || version.stdout.trim() !== '3') continue;
    if ((await run(command, ['-m', 'pip', '--version'])).ok) return command;
    throw new SetupProblem(`${command} has no pip`, remedy);
  }
  throw new SetupProblem('Python 3 was not found', remedy);
}
