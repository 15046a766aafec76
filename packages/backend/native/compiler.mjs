import { setUpCommand } from './places.mjs';
import { run } from './run.mjs';
import { SetupProblem } from './say.mjs';
import { systemOf } from './system.mjs';

/** The command of a C++ compiler: `CXX`, else the first of c++, g++, clang++. Throws a SetupProblem when there is none. */
export async function findCompiler() {
  for (const command of [process.env['CXX'], 'c++', 'g++', 'clang++']) {
    if (command && (await run(command, ['--version'])).ok) return command;
  }
  throw new SetupProblem('no C++ compiler was found', `${systemOf().compiler.none}, then run \`${setUpCommand}\``);
}
