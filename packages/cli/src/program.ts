import { shownText } from '@alignclip/core';
import { Command } from 'commander';
import { readFileSync } from 'node:fs';
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
      writeOut: (text) => process.stdout.write(shownText(text)),
      writeErr: (text) => process.stderr.write(shownText(text)),
    });
  for (const { name, summary, load } of commands) {
    if (wanted === undefined || wanted === name) load()(program);
    else program.command(name);
    program.commands.at(-1)!.description(summary);
  }
  return program;
}
