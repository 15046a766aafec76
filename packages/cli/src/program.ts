import { messageOf, shownText, systemReason, UserError } from '@alignclip/core';
import { Command } from 'commander';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

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
    if (wanted === undefined || wanted === name) load()(program, createProgram);
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

/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/consistent-type-imports -- a command's module is loaded on use */
interface CommandEntry {
  readonly name: string;
  /** Its line in `alignclip --help`. */
  readonly summary: string;
  /** Loads the function that adds the command, with its arguments and options, to a program; `create` makes other programs. */
  readonly load: () => (program: Command, create: typeof createProgram) => void;
}

/** Every command, in the order of `alignclip --help`. */
const commands: readonly CommandEntry[] = [
  {
    name: 'setup',
    summary: 'set up native TensorFlow, its operations and the pretrained encoders, as far as this machine can',
    load: () => (require('./commands/setup') as typeof import('./commands/setup')).setupCommand,
  },
  {
    name: 'doctor',
    summary: 'check whether training can run on this machine, how fast, and how to fix what is missing',
    load: () => (require('./commands/doctor') as typeof import('./commands/doctor')).doctorCommand,
  },
  {
    name: 'ablate',
    summary: 'run every unfinished cell of an experiment, then print its tables and answers',
    load: () => (require('./commands/ablate') as typeof import('./commands/ablate')).ablateCommand,
  },
  {
    name: 'train',
    summary: 'train and evaluate one cell in this process with all threads; resumes from its checkpoint',
    load: () => (require('./commands/train') as typeof import('./commands/train')).trainCommand,
  },
  {
    name: 'evaluate',
    summary: 'evaluate a finished run, a checkpoint or embeddings in files, on other data or with other evaluators',
    load: () => (require('./commands/evaluate') as typeof import('./commands/evaluate')).evaluateCommand,
  },
  {
    name: 'embed',
    summary: 'write the embeddings of a split to a safetensors file: tensors "image" and "text", rows of length 1',
    load: () => (require('./commands/embed') as typeof import('./commands/embed')).embedCommand,
  },
  {
    name: 'gap',
    summary: 'compute every gap metric, with intervals, for embeddings from any model or for a checkpoint on your data',
    load: () => (require('./commands/gap') as typeof import('./commands/gap')).gapCommand,
  },
  {
    name: 'report',
    summary:
      'show tables, figures, claims and answers of finished runs, and list missing and broken cells; trains nothing',
    load: () => (require('./commands/report') as typeof import('./commands/report')).reportCommand,
  },
  {
    name: 'import',
    summary: 'convert a checkpoint into a file for trainer({ from }), evaluate, embed and gap',
    load: () => (require('./commands/import') as typeof import('./commands/import')).importCommand,
  },
  {
    name: 'export',
    summary: 'write a run or an imported file as a checkpoint that PyTorch loads',
    load: () => (require('./commands/export') as typeof import('./commands/export')).exportCommand,
  },
  {
    name: 'checkpoint',
    summary: 'show what a checkpoint contains, without executing code in it',
    load: () => (require('./commands/checkpoint') as typeof import('./commands/checkpoint')).checkpointCommand,
  },
  {
    name: 'claims',
    summary: 'check the claims of the paper against your runs: verdict, evidence, number of seeds',
    load: () => (require('./commands/claims') as typeof import('./commands/claims')).claimsCommand,
  },
  {
    name: 'power',
    summary:
      'from finished runs: the seeds that each question and claim needs, and the smallest difference that is visible',
    load: () => (require('./commands/power') as typeof import('./commands/power')).powerCommand,
  },
  {
    name: 'data',
    summary: 'inspect, check, preview and convert data sets',
    load: () => (require('./commands/data') as typeof import('./commands/data')).dataCommand,
  },
  {
    name: 'reproduce',
    summary:
      'train and evaluate everything that tables and figures of the paper need, and write them with report pages; resumable',
    load: () => (require('./commands/reproduce') as typeof import('./commands/reproduce')).reproduceCommand,
  },
  {
    name: 'list',
    summary: 'list the components of experiments and their options',
    load: () => (require('./commands/list') as typeof import('./commands/list')).listCommand,
  },
  {
    name: 'init',
    summary: 'create a study in a folder of its own: experiment, loss with spec, tests, CI',
    load: () => (require('./commands/init') as typeof import('./commands/init')).initCommand,
  },
  {
    name: 'new',
    summary: 'create a new component with its spec and its page',
    load: () => (require('./commands/new') as typeof import('./commands/new')).newCommand,
  },
  {
    name: 'runs',
    summary: 'list, show and compare runs, and delete unused files',
    load: () => (require('./commands/runs') as typeof import('./commands/runs')).runsCommand,
  },
  {
    name: 'complete',
    summary: 'print a script that completes commands, options and their values in a shell',
    load: () => (require('./commands/complete') as typeof import('./commands/complete')).completeCommand,
  },
];
