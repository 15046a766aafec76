import { workerLimit } from '@alignclip/core';
import { z } from 'zod';
import { memorySize } from '../memory';

/** Set by the launcher itself. */
const own = [
  'array',
  'chdir',
  'dependency',
  'error',
  'export',
  'job-name',
  'kill-on-invalid-dep',
  'open-mode',
  'output',
  'parsable',
  'wait',
  'wrap',
];
/** Arguments of sbatch for which this launcher has options: it computes addresses, threads and memory from them. */
const ownOptions: Readonly<Record<string, string>> = {
  'cpus-per-task': 'cpusPerTask',
  mem: 'memory',
  nodes: 'nodes',
  ntasks: 'nodes and tasksPerNode',
  'ntasks-per-node': 'tasksPerNode',
  partition: 'partition',
  time: 'time',
};

const times = /^(\d+|\d+:\d\d|\d+:\d\d:\d\d|\d+-\d\d?(:\d\d){0,2})$/;

/** An argument of sbatch in one word: `--account=vision`, `--exclusive`. */
const extraArgument = z
  .string()
  .regex(/^--[a-z][a-z-]*(=[^\0\n]*)?$/, 'an sbatch argument in one word, like "--account=vision"')
  .refine(
    (text) => !own.includes(nameOf(text)),
    `the launcher sets ${own.map((name) => `--${name}`).join(', ')} itself`,
  )
  .refine((text) => !Object.hasOwn(ownOptions, nameOf(text)), {
    error: ({ input }) => `use the option of this launcher: ${ownOptions[nameOf(input as string)]}`,
  });

const nameOf = (argument: string): string => argument.slice(2).split('=')[0]!;

export const slurmOptions = z.strictObject({
  partition: z
    .string()
    .regex(/^[\w.-]+(,[\w.-]+)*$/, 'names of partitions with commas between')
    .optional()
    .describe('partition, or several with commas between, of which Slurm chooses one (default: chosen by the cluster)'),
  time: z
    .string()
    .regex(times, 'minutes, "hh:mm:ss" or "d-hh:mm:ss"')
    .optional()
    .describe('time limit of each task: minutes, `hh:mm:ss` or `d-hh:mm:ss` (default: set by the partition)'),
  memory: memorySize
    .optional()
    .describe('memory of each task: megabytes, or with K, M, G, T (default: set by the cluster)'),
  cpusPerTask: z.int().positive().default(1).describe('cores and threads of each task'),
  nodes: z.int().positive().default(1).describe('nodes on which workers train each cell together'),
  tasksPerNode: z.int().positive().default(1).describe('workers on each of these nodes; together a power of two'),
  workerLimit: z
    .number()
    .positive()
    .max(86_400)
    .default(workerLimit)
    .describe('seconds that a worker waits for the others'),
  maxConcurrent: z.int().positive().optional().describe('maximum number of tasks at once (default: no limit)'),
  arguments: z.array(extraArgument).default([]).describe('further arguments of `sbatch`, one per string'),
  wait: z.boolean().default(true).describe('wait for the jobs; otherwise submit them and end'),
  onInterrupt: z
    .enum(['leave', 'cancel'])
    .default('leave')
    .describe('what Ctrl-C does to the jobs while waiting for them'),
  pollSeconds: z
    .number()
    .min(0.1)
    .max(3600)
    .default(5)
    .describe('seconds between two looks at the queue and the files, .1 to 3600'),
});

export type SlurmOptions = z.output<typeof slurmOptions>;
