import { spawnSync } from 'node:child_process';
import { type Check, ok, warning } from './check';

/** The first line that a command prints, undefined when it fails or isn't there. */
function firstLine(command: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return status === 0 ? stdout.split('\n')[0]!.trim() : undefined;
}

/** What the set-up needs beside Node: Python, pip, a C++ compiler. They aren't needed once it has run. */
export function checkTools(): Check[] {
  const python = firstLine('python3', ['--version']);
  const pip = firstLine('python3', ['-m', 'pip', '--version'])?.split(' from ')[0];
  const compiler = firstLine(process.env['CXX'] ?? 'c++', ['--version']);
  return [
    python ? ok('Python', python) : warning('Python', 'not found', 'apt install python3, if the set-up asks for it'),
    pip ? ok('pip', pip) : warning('pip', 'not found', 'apt install python3-pip, if the set-up asks for it'),
    compiler
      ? ok('C++ compiler', compiler)
      : warning('C++ compiler', 'not found', 'apt install g++, if the set-up asks for it'),
  ];
}
