import { join } from 'node:path';
import type { BatchFolder } from './batch-folder';
import type { SlurmOptions } from './slurm-options';

/** What `sbatch` is told for the job array. */
export const arrayArguments = (batch: BatchFolder, tasks: number, options: SlurmOptions): string[] => [
  ...common(batch.name, join(escaped(batch.folder), 'log-%a.txt'), options),
  `--array=0-${tasks - 1}${options.maxConcurrent === undefined ? '' : `%${options.maxConcurrent}`}`,
  join(batch.folder, 'array.sh'),
];

export const mergeName = ({ name }: BatchFolder): string => `${name}-merge`;

/**
 * What it is told for the job that gathers the endings: once if all tasks have ended well, once if not. Slurm drops the
 * one whose condition can no longer come true.
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

function common(name: string, log: string, options: SlurmOptions): string[] {
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

/** `%` begins a pattern in the names of Slurm's output files. */
const escaped = (path: string): string => path.replaceAll('%', '%%');
