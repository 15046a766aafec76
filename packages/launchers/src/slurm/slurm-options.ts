import { z } from 'zod';
import { memorySize } from '../memory-size';

/** Written by the launcher itself. */
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
const ownOptions = ['cpus-per-task', 'mem', 'partition', 'time'];

const times = /^(\d+|\d+:\d\d|\d+:\d\d:\d\d|\d+-\d\d?(:\d\d){0,2})$/;

/** An argument of sbatch in one word: `--account=vision`, `--exclusive`. */
const extraArgument = z
  .string()
  .regex(/^--[a-z][a-z-]*(=[^\0\n]*)?$/, 'an sbatch argument in one word, like "--account=vision"')
  .refine(
    (text) => !own.includes(nameOf(text)),
    `the launcher sets ${own.map((name) => `--${name}`).join(', ')} itself`,
  )
  .refine((text) => !ownOptions.includes(nameOf(text)), 'use the option of this launcher');

const nameOf = (argument: string): string => argument.slice(2).split('=')[0]!;

export const slurmOptions = z.strictObject({
  /** Default: the cluster's. Several, with commas between, where any of them will do. */
  partition: z
    .string()
    .regex(/^[\w.-]+(,[\w.-]+)*$/, 'names of partitions with commas between')
    .optional(),
  /** Limit of each task: minutes, `hh:mm:ss`, `d-hh:mm:ss`. Default: the partition's. */
  time: z.string().regex(times, 'minutes, "hh:mm:ss" or "d-hh:mm:ss"').optional(),
  /** Of each task: megabytes, or with K, M, G, T. Default: the cluster's. */
  memory: memorySize.optional(),
  /** Cores of each task, which is told as many threads. */
  cpusPerTask: z.number().int().positive().default(1),
  /** Tasks at once. Default: as many as the cluster takes. */
  maxConcurrent: z.number().int().positive().optional(),
  /** More arguments of `sbatch`, one a string. */
  arguments: z.array(extraArgument).default([]),
  /** Whether to wait for the jobs, or to hand them over and end. */
  wait: z.boolean().default(true),
  /** What Ctrl-C does to the jobs while waiting for them. */
  onInterrupt: z.enum(['leave', 'cancel']).default('leave'),
  /** Seconds between two looks at the queue and the files. */
  pollSeconds: z.number().min(0.1).max(3600).default(5),
});

export type SlurmOptions = z.output<typeof slurmOptions>;
