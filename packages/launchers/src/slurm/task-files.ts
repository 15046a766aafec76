import type { Job, JobOutcome, JsonObject } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const anyObject = z.record(z.string(), z.json());
const jobSchema = z.strictObject({ id: z.string(), program: z.string(), task: anyObject });
const outcomeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('done'), result: anyObject }),
  z.strictObject({ kind: z.literal('failed'), error: z.string() }),
  z.strictObject({ kind: z.literal('interrupted') }),
]);

/** Why a worker ended that has not lost another one. */
export interface WorkerFailure {
  readonly rank: number;
  readonly error: string;
}

const failureSchema = z.strictObject({ rank: z.int().min(0), error: z.string() });

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
    return readJsonFile(this.jobPath, jobSchema);
  }

  progress(): JsonObject | undefined {
    return readJsonFile(this.progressPath, anyObject);
  }

  /** How the task ended the last time; undefined while it runs, and where the file is missing or corrupt. */
  outcome(): JobOutcome | undefined {
    return readJsonFile(this.outcomePath, outcomeSchema);
  }

  /** The failure that its workers ended for in this attempt (Slurm counts them); undefined where none has told one. */
  failure(attempt: string): WorkerFailure | undefined {
    return readJsonFile(this.failurePath(attempt), failureSchema);
  }

  async tellFailure(attempt: string, failure: WorkerFailure): Promise<void> {
    await writeFileAtomic(this.failurePath(attempt), JSON.stringify(failure));
  }

  private failurePath(attempt: string): string {
    return join(this.folder, `failure-${this.index}-${attempt}.json`);
  }

  forgetOutcome(): void {
    rmSync(this.outcomePath, { force: true });
  }

  /** The last characters of what the task has printed. */
  endOfLog(characters = 4000): string {
    return existsSync(this.logPath) ? readFileSync(this.logPath, 'utf8').slice(-characters).trim() : '';
  }
}

const largest = 16 * 2 ** 20;

/** The content of a small file; undefined where it is missing, too large, corrupt or not ours. */
export function readJsonFile<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return statSync(path).size > largest ? undefined : schema.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
