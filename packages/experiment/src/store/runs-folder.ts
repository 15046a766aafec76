import { UserError } from '@alignclip/core';
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Throws UserError if `--runs` is no path or no folder; it may be missing. */
export function checkRunsFolder(runs: string): void {
  if (runs.includes('\0')) throw new UserError(`--runs = ${JSON.stringify(runs)}: not a path`);
  if (statSync(runs, { throwIfNoEntry: false })?.isDirectory() === false)
    throw new UserError(`--runs = ${JSON.stringify(runs)}: not a folder`);
}

/** Where records go: `--runs`, or `runs/` in the current folder. */
export function runFolder(runs: string, experiment: string): string {
  checkRunsFolder(runs);
  return join(runs, experiment);
}
