import { messageOf, shownText, systemReason, UserError } from '@alignclip/core';
import { Command } from 'commander';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commands } from './commands';

const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string };

/** The command line. `wanted`: load the arguments and options of this command only (default: of all). */
export function createProgram(wanted?: string): Command {
  const program = new Command('alignclip')
    .description('Define, run and report ablations of the modality gap')
    .version(version)
    .showSuggestionAfterError()
    .showHelpAfterError('(run with --help for usage)')
    .configureOutput({
      writeOut: (text) => writeNow(shownText(text)),
      writeErr: (text) => process.stderr.write(shownText(text)),
    });
  for (const { name, summary, load } of commands) {
    if (wanted === undefined || wanted === name) load()(program);
    else program.command(name);
    program.commands.at(-1)!.description(summary);
  }
  return program;
}

/** Help ends the process at once: what can't be written must be known by then. */
function writeNow(text: string): void {
  try {
    writeFileSync(process.stdout.fd, text);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return void process.stdout.write(text);
    throw new UserError(`standard output: ${systemReason(error) ?? messageOf(error)}`);
  }
}
