import { Detached, Interrupted, messageOf } from '@alignclip/core';
import { type Command, CommanderError } from 'commander';
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { assure, type Target, Unclean } from '../target';
import { faultOfOutput, filesIn } from '../watch';
import { writeCommandFolder } from './command-folder';
import { commandLine, createProgram } from './command-grammar';
import { root } from './places';
import { silently } from './silently';

interface Ended {
  readonly error?: unknown;
  readonly output: string;
}

/** Runs a command in this process, from the folder. */
async function run(args: readonly string[], folder: string): Promise<Ended> {
  const before = process.cwd();
  const exit = process.exit.bind(process);
  process.exit = (code) => {
    throw new CommanderError(Number(code), 'exit', 'exit');
  };
  process.chdir(folder);
  let output = '';
  try {
    const program = strict(createProgram(args[0] === 'help' ? args[1] : args[0]));
    await silently(
      () => program.parseAsync([...args], { from: 'user' }),
      (text) => (output += text),
    );
    return { output };
  } catch (error) {
    return { error, output };
  } finally {
    process.chdir(before);
    process.exit = exit;
    process.exitCode = undefined;
  }
}

/** The same program, whose errors are thrown. */
function strict(program: Command): Command {
  program.exitOverride();
  program.commands.forEach(strict);
  return program;
}

function checkOutput(text: string): void {
  const fault = faultOfOutput(text);
  assure(fault === undefined, fault ?? '');
}

const inProcess: Target = {
  name: 'command',
  file: 'command.json',
  weight: 12,
  writes: true,
  seconds: 20,
  make: (random) => Buffer.from(JSON.stringify(commandLine(random))),
  prepare: writeCommandFolder,
  read: async (path, input) => {
    const folder = join(dirname(path), 'work');
    const before = filesIn(folder).join('\n');
    const { error, output } = await run(JSON.parse(Buffer.from(input).toString()) as string[], folder);
    checkOutput(output);
    if (error === undefined || error instanceof CommanderError || error instanceof Detached) return;
    assure(filesIn(folder).join('\n') === before, `an error that leaves files: ${messageOf(error)}`);
    if (error instanceof Interrupted) return;
    throw error instanceof Error ? error : new Unclean(`${typeof error} was thrown`);
  },
};

/** The whole program, as a user starts it. */
const asProcess: Target = {
  name: 'process',
  file: 'process.json',
  weight: 0.4,
  writes: true,
  seconds: 60,
  make: (random) => Buffer.from(JSON.stringify(commandLine(random).map((text) => text.replaceAll('\0', '')))),
  prepare: writeCommandFolder,
  read: (path, input) => {
    const folder = join(dirname(path), 'work');
    const before = filesIn(folder).join('\n');
    const args = JSON.parse(Buffer.from(input).toString()) as string[];
    const { status, stdout, stderr, error } = spawnSync(
      process.execPath,
      [join(root, 'packages/cli/bin/alignclip.cjs'), ...args],
      {
        cwd: folder,
        encoding: 'utf8',
        timeout: 100_000,
      },
    );
    if (error) throw error;
    checkOutput(stdout);
    checkOutput(stderr);
    assure(status === 0 || status === 1 || status === 130, `exit status ${status}`);
    assure(!/\n {4}at /.test(stderr), `a stack: ${stderr.slice(0, 1500)}`);
    assure(status === 0 || stderr.trim() !== '', 'a failure without a word');
    assure(status === 0 || filesIn(folder).join('\n') === before, `a failure that leaves files: ${stderr}`);
  },
};

export const commandTargets: readonly Target[] = [inProcess, asProcess];
