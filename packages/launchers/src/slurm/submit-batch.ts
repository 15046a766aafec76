import { UserError, type Job } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { BatchFolder } from './batch-folder';
import { bytesOf } from '../memory';
import { workersSetting } from '../workers';
import { cancel, submit } from './slurm-commands';
import type { SlurmOptions } from './slurm-options';
import type { WatchedTask } from './tasks';

/** Submits one job array for the jobs, and the jobs that collect its outcomes. Leaves nothing behind where Slurm refuses. */
export async function submitBatch(
  runFolder: string,
  jobs: readonly Job[],
  options: SlurmOptions,
): Promise<WatchedTask[]> {
  const batch = await BatchFolder.create(runFolder, jobs);
  try {
    const script = (program: string, given: ScriptOptions) =>
      batchScript(require.resolve(program), [batch.folder], given);
    await writeFileAtomic(join(batch.folder, 'array.sh'), script('./run-task', scriptOptions(options)));
    await writeFileAtomic(join(batch.folder, 'merge.sh'), script('./merge-outcomes', { threads: 1 }));
    const arrayId = await submit(arrayArguments(batch, jobs.length, options));
    for (const condition of ['afterok', 'afternotok'] as const) {
      await submit(mergeArguments(batch, arrayId, condition, options));
    }
    await batch.rememberArray(arrayId);
    return jobs.map((job, index) => ({ job, batch, index, arrayId }));
  } catch (error) {
    await Promise.all([batch.name, mergeName(batch)].map((name) => cancel(name).catch(() => undefined)));
    rmSync(batch.folder, { recursive: true, force: true });
    throw error;
  }
}

/** The arguments of `sbatch` for the job array. */
export const arrayArguments = (batch: BatchFolder, tasks: number, options: SlurmOptions): string[] => [
  ...common(batch.name, join(escaped(batch.folder), 'log-%a.txt'), { ...options, memory: memoryPerNode(options) }),
  ...(workersOf(options) === 1 ? [] : [`--nodes=${options.nodes}`, `--ntasks-per-node=${options.tasksPerNode}`]),
  `--array=0-${tasks - 1}${options.maxConcurrent === undefined ? '' : `%${options.maxConcurrent}`}`,
  join(batch.folder, 'array.sh'),
];

/** Processes that work on each job together. */
export const workersOf = ({ nodes, tasksPerNode }: SlurmOptions): number => nodes * tasksPerNode;

const memoryPerNode = ({ memory, tasksPerNode }: SlurmOptions): string | undefined =>
  memory === undefined || tasksPerNode === 1 ? memory : `${Math.ceil((bytesOf(memory) * tasksPerNode) / 2 ** 20)}M`;

const scriptOptions = (options: SlurmOptions): ScriptOptions => {
  const { cpusPerTask: threads, workerLimit: limit } = options;
  const size = workersOf(options);
  if (size === 1) return { threads };
  return { threads, workers: workersSetting({ size, limit, by: 'slurm' }) };
};

export const mergeName = ({ name }: BatchFolder): string => `${name}-merge`;

/**
 * The arguments for the job that collects the outcomes. It is submitted twice: once for the case that all tasks end
 * well, once for the other. Slurm drops the one whose condition can no longer come true.
 */
export const mergeArguments = (
  batch: BatchFolder,
  arrayId: string,
  condition: 'afterok' | 'afternotok',
  options: SlurmOptions,
): string[] => [
  ...common(mergeName(batch), join(escaped(batch.folder), 'merge.txt'), options),
  `--dependency=${condition}:${arrayId}`,
  '--kill-on-invalid-dep=yes',
  join(batch.folder, 'merge.sh'),
];

function common(
  name: string,
  log: string,
  options: Omit<SlurmOptions, 'memory'> & { readonly memory?: string | undefined },
): string[] {
  const { partition, time, memory, cpusPerTask } = options;
  const wanted = { partition, time, mem: memory, 'cpus-per-task': cpusPerTask };
  return [
    '--parsable',
    `--job-name=${name}`,
    `--chdir=${process.cwd()}`,
    `--output=${log}`,
    '--open-mode=append',
    '--requeue',
    '--export=ALL',
    ...Object.entries(wanted).flatMap(([key, value]) => (value === undefined ? [] : [`--${key}=${value}`])),
    ...options.arguments,
  ];
}

/** `%` begins a pattern in the names of Slurm's output files; a backslash turns patterns off. Throws UserError. */
function escaped(path: string): string {
  if (path.includes('\\'))
    throw new UserError(`launcher/slurm: ${path}: Slurm writes no logs below a folder with a backslash in its name`);
  return path.replaceAll('%', '%%');
}

interface ScriptOptions {
  readonly threads: number;
  /** What each task of the job is told, where it is one worker. */
  readonly workers?: Readonly<Record<string, string>>;
}

/** A bash script that becomes one Node program with these arguments; nothing in them is interpreted. */
export function batchScript(program: string, args: readonly string[], { threads, workers }: ScriptOptions): string {
  const ofThreads = { TF_NUM_INTRAOP_THREADS: threads, TF_NUM_INTEROP_THREADS: 1, OMP_NUM_THREADS: threads };
  const settings = { ...ofThreads, ...workers };
  const words = [process.execPath, ...process.execArgv, program, ...args].map(quoted).join(' ');
  return [
    '#!/bin/bash',
    ...Object.entries(settings).map(([name, value]) => `export ${name}=${quoted(String(value))}`),
    // The program takes the place of bash, so that Slurm's signals reach it.
    ...(workers ? stepLines(words, threads) : [`exec ${words}`]),
    '',
  ].join('\n');
}

/**
 * The workers as a step, in the order that their addresses have. Slurm's signals reach each of them. Whatever the site has set,
 * the step lasts until all have ended: the first evaluates longer than the others work, and says why where one fails.
 */
const stepLines = (words: string, threads: number): string[] => [
  'trap : TERM INT',
  `srun --distribution=block --wait=0 --kill-on-bad-exit=0 --cpus-per-task=${threads} ${words}`,
];

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
