import type { Job, JsonObject } from '@alignclip/core';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { JobOutcome } from '../job-channel';
import { readJsonFile } from './read-json-file';

const anyObject = z.record(z.string(), z.json());
const jobSchema = z.strictObject({ id: z.string(), program: z.string(), task: anyObject });
const outcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), result: anyObject }),
  z.strictObject({ kind: z.literal('failed'), error: z.string() }),
  z.strictObject({ kind: z.literal('interrupted') }),
]);

/** The files of one task of a job array. */
export class TaskFiles {
  readonly jobPath: string;
  readonly progressPath: string;
  readonly outcomePath: string;
  readonly logPath: string;

  constructor(
    readonly folder: string,
    readonly index: number,
  ) {
    this.jobPath = join(folder, `task-${index}.json`);
    this.progressPath = join(folder, `progress-${index}.json`);
    this.outcomePath = join(folder, `outcome-${index}.json`);
    this.logPath = join(folder, `log-${index}.txt`);
  }

  job(): Omit<Job, 'folder'> | undefined {
    return readJsonFile(this.jobPath, jobSchema) as Job | undefined;
  }

  progress(): JsonObject | undefined {
    return readJsonFile(this.progressPath, anyObject) as JsonObject | undefined;
  }

  /** How the task ended the last time; undefined while it works, and where the file is missing or damaged. */
  outcome(): JobOutcome | undefined {
    return readJsonFile(this.outcomePath, outcomeSchema) as JobOutcome | undefined;
  }

  forgetOutcome(): void {
    rmSync(this.outcomePath, { force: true });
  }

  /** The last characters of what the task has printed. */
  endOfLog(characters = 4000): string {
    return existsSync(this.logPath) ? readFileSync(this.logPath, 'utf8').slice(-characters).trim() : '';
  }
}
