import { Command } from 'commander';
import { ablateCommand } from './commands/ablate';
import { embedCommand } from './commands/embed';
import { evaluateCommand } from './commands/evaluate';
import { gapCommand } from './commands/gap';
import { listCommand } from './commands/list';
import { reportCommand } from './commands/report';
import { trainCommand } from './commands/train';
import { doctorCommand } from './doctor';

/** The command line, one file a command. */
export function createProgram(): Command {
  const program = new Command('alignclip')
    .description('Define, run and report ablations of the modality gap')
    .showSuggestionAfterError()
    .showHelpAfterError();
  doctorCommand(program);
  ablateCommand(program);
  trainCommand(program);
  evaluateCommand(program);
  embedCommand(program);
  gapCommand(program);
  reportCommand(program);
  listCommand(program);
  return program;
}
