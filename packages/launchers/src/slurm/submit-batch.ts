import type { Job } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { BatchFolder } from './batch-folder';
import { batchScript } from './batch-script';
import { arrayArguments, mergeArguments, mergeName } from './sbatch-arguments';
import { cancel, submit } from './slurm-commands';
import type { SlurmOptions } from './slurm-options';
import type { WatchedTask } from './watched-task';

/** Submits one job array for the jobs and what gathers their endings; nothing is left behind where Slurm refuses. */
export async function submitBatch(
  runFolder: string,
  jobs: readonly Job[],
  options: SlurmOptions,
): Promise<WatchedTask[]> {
  const batch = await BatchFolder.create(runFolder, jobs);
  try {
    const script = (program: string, threads: number) => batchScript(require.resolve(program), [batch.folder], threads);
    await writeFileAtomic(join(batch.folder, 'array.sh'), script('./run-task', options.cpusPerTask));
    await writeFileAtomic(join(batch.folder, 'merge.sh'), script('./merge-outcomes', 1));
    const arrayId = await submit(arrayArguments(batch, jobs.length, options));
    for (const condition of ['afterok', 'afternotok'] as const)
      await submit(mergeArguments(batch, arrayId, condition, options));
    await batch.rememberArray(arrayId);
    return jobs.map((job, index) => ({ job, batch, index, arrayId }));
  } catch (error) {
    await Promise.all([batch.name, mergeName(batch)].map((name) => cancel(name).catch(() => undefined)));
    rmSync(batch.folder, { recursive: true, force: true });
    throw error;
  }
}
