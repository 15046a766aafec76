/* eslint-disable @typescript-eslint/no-require-imports -- a command's module is loaded when it is used */
import type { Command } from 'commander';

export interface CommandEntry {
  readonly name: string;
  /** One line of `alignclip --help`. */
  readonly summary: string;
  /** Gives what adds the command, with its arguments and options, to a program. */
  readonly load: () => (program: Command) => void;
}

/** Every command, in the order of `alignclip --help`. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'doctor',
    summary: 'say whether training can run here, how fast, and what would fix it',
    load: () => (require('./commands/doctor') as typeof import('./commands/doctor')).doctorCommand,
  },
  {
    name: 'ablate',
    summary: 'run every unfinished cell of an experiment, then print its tables and answers',
    load: () => (require('./commands/ablate') as typeof import('./commands/ablate')).ablateCommand,
  },
  {
    name: 'train',
    summary: 'train and evaluate one cell in this process, with all threads; resumes from its checkpoint',
    load: () => (require('./commands/train') as typeof import('./commands/train')).trainCommand,
  },
  {
    name: 'evaluate',
    summary: 'evaluate a finished run, or a checkpoint, on other splits or data or with other evaluators',
    load: () => (require('./commands/evaluate') as typeof import('./commands/evaluate')).evaluateCommand,
  },
  {
    name: 'embed',
    summary: 'write the embeddings of a split as safetensors: tensors "image" and "text", unit rows',
    load: () => (require('./commands/embed') as typeof import('./commands/embed')).embedCommand,
  },
  {
    name: 'gap',
    summary: 'every gap metric, with intervals, of embeddings from any model, or of a checkpoint on your data',
    load: () => (require('./commands/gap') as typeof import('./commands/gap')).gapCommand,
  },
  {
    name: 'report',
    summary: 'tables, figures, claims and answers from finished runs; names missing and broken cells; trains nothing',
    load: () => (require('./commands/report') as typeof import('./commands/report')).reportCommand,
  },
  {
    name: 'import',
    summary: 'turn a checkpoint into a file that trainer({ from }), evaluate, embed and gap read',
    load: () => (require('./commands/import') as typeof import('./commands/import')).importCommand,
  },
  {
    name: 'export',
    summary: 'write a model so that PyTorch loads it: a run by its record, or an imported file',
    load: () => (require('./commands/export') as typeof import('./commands/export')).exportCommand,
  },
  {
    name: 'checkpoint',
    summary: 'look into a checkpoint without running anything in it',
    load: () => (require('./commands/checkpoint') as typeof import('./commands/checkpoint')).checkpointCommand,
  },
  {
    name: 'claims',
    summary: 'whether the claims of the paper hold in the runs at hand: verdict, evidence, number of seeds',
    load: () => (require('./commands/claims') as typeof import('./commands/claims')).claimsCommand,
  },
  {
    name: 'data',
    summary: 'look at data sets, check them, convert them to shards',
    load: () => (require('./commands/data') as typeof import('./commands/data')).dataCommand,
  },
  {
    name: 'reproduce',
    summary:
      'train and evaluate what the tables and figures of the paper need, and write them, with a page of each and of all; resumable',
    load: () => (require('./commands/reproduce') as typeof import('./commands/reproduce')).reproduceCommand,
  },
  {
    name: 'list',
    summary: 'list what experiments can be made of',
    load: () => (require('./commands/list') as typeof import('./commands/list')).listCommand,
  },
  {
    name: 'new',
    summary: 'write a new component with its spec and its page',
    load: () => (require('./commands/new') as typeof import('./commands/new')).newCommand,
  },
  {
    name: 'runs',
    summary: 'look at runs, compare them, and clean up',
    load: () => (require('./commands/runs') as typeof import('./commands/runs')).runsCommand,
  },
];
