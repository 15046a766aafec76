/** A script for bash that becomes one Node program with these arguments; nothing in them is interpreted. */
export function batchScript(program: string, args: readonly string[], threads: number): string {
  const settings = { TF_NUM_INTRAOP_THREADS: threads, TF_NUM_INTEROP_THREADS: 1, OMP_NUM_THREADS: threads };
  const words = [process.execPath, ...process.execArgv, program, ...args].map(quoted);
  return [
    '#!/bin/bash',
    ...Object.entries(settings).map(([name, value]) => `export ${name}=${value}`),
    // The program takes the place of bash, so that Slurm's signals reach it.
    `exec ${words.join(' ')}`,
    '',
  ].join('\n');
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
