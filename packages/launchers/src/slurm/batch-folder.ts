import { canonicalJson, type Job } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { readJsonFile, TaskFiles } from './task-files';

const arraySchema = z.strictObject({ arrayId: z.string().regex(/^\d+$/) });

/** The files of one job array, `<run folder>/slurm/<name>`: all that its tasks and the launcher share. */
export class BatchFolder {
  constructor(readonly folder: string) {}

  /** Also the name of the Slurm job. */
  get name(): string {
    return basename(this.folder);
  }

  task(index: number): TaskFiles {
    return new TaskFiles(this.folder, index);
  }

  /** Indices of the tasks. */
  get indices(): number[] {
    return readdirSync(this.folder)
      .flatMap((name) => /^task-(\d+)\.json$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  }

  /** The id that Slurm gave the job array; undefined where it was not submitted or the file is corrupt. */
  get arrayId(): string | undefined {
    return readJsonFile(this.arrayPath, arraySchema)?.arrayId;
  }

  async rememberArray(arrayId: string): Promise<void> {
    await writeFileAtomic(this.arrayPath, JSON.stringify({ arrayId }));
  }

  private get arrayPath(): string {
    return join(this.folder, 'array.json');
  }

  /** The task that does exactly the same work. */
  indexOf({ id, program, task }: Job): number | undefined {
    const wanted = canonicalJson({ id, program, task });
    return this.indices.find((index) => {
      const job = this.task(index).job();
      return job !== undefined && canonicalJson(job) === wanted;
    });
  }

  /** Creates one with a file for each job. */
  static async create(runFolder: string, jobs: readonly Job[]): Promise<BatchFolder> {
    const moment = new Date().toISOString().replace(/[-:]|\..*/g, '');
    const batch = new BatchFolder(
      join(slurmFolder(runFolder), `alignclip-${moment}-${randomBytes(4).toString('hex')}`),
    );
    mkdirSync(batch.folder, { recursive: true });
    for (const [index, { id, program, task }] of jobs.entries()) {
      await writeFileAtomic(batch.task(index).jobPath, canonicalJson({ id, program, task }));
    }
    return batch;
  }

  /** Those of earlier runs, newest first. */
  static earlier(runFolder: string): BatchFolder[] {
    const folder = slurmFolder(runFolder);
    if (!existsSync(folder)) return [];
    const names = readdirSync(folder).filter((name) => /^alignclip-\d{8}T\d{6}-[0-9a-f]{8}$/.test(name));
    return names
      .sort()
      .reverse()
      .map((name) => new BatchFolder(join(folder, name)));
  }
}

const slurmFolder = (runFolder: string): string => resolve(runFolder, 'slurm');
