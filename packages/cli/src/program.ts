import { Command } from 'commander';
import { ablateCommand } from './commands/ablate';
import { checkpointCommand } from './commands/checkpoint';
import { claimsCommand } from './commands/claims';
import { dataCommand } from './commands/data';
import { embedCommand } from './commands/embed';
import { evaluateCommand } from './commands/evaluate';
import { exportCommand } from './commands/export';
import { gapCommand } from './commands/gap';
import { importCommand } from './commands/import';
import { listCommand } from './commands/list';
import { newCommand } from './commands/new';
import { reportCommand } from './commands/report';
import { reproduceCommand } from './commands/reproduce';
import { runsCommand } from './commands/runs';
import { trainCommand } from './commands/train';
import { doctorCommand } from './commands/doctor';

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
  importCommand(program);
  exportCommand(program);
  checkpointCommand(program);
  claimsCommand(program);
  dataCommand(program);
  reproduceCommand(program);
  listCommand(program);
  newCommand(program);
  runsCommand(program);
  return program;
}
