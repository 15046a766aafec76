import { UserError } from '@alignclip/core';
import { writeFileAtomic } from '@alignclip/formats';
import type { JobChannel } from '../job-channel';
import { TaskFiles } from './task-files';

const [folderVariable, indexVariable] = ['ALIGNCLIP_BATCH', 'ALIGNCLIP_TASK'] as const;
const exitCodes = { done: 0, failed: 1, interrupted: 130 };

/** Announces these files as the task of the program that is loaded next in this process. */
export function announceFiles({ folder, index }: TaskFiles): void {
  process.env[folderVariable] = folder;
  process.env[indexVariable] = String(index);
}

/** To a launcher that reads files; undefined where this process is not such a task. Progress is written once a second. */
export function fileChannel(everyMs = 1000): JobChannel | undefined {
  const { [folderVariable]: folder, [indexVariable]: index } = process.env;
  if (folder === undefined || index === undefined) return undefined;
  // Processes that the job starts must not take this task for theirs.
  Reflect.deleteProperty(process.env, folderVariable);
  Reflect.deleteProperty(process.env, indexVariable);
  return channelTo(new TaskFiles(folder, Number(index)), everyMs);
}

function channelTo(files: TaskFiles, everyMs: number): JobChannel {
  let written = -Infinity;
  let writing = Promise.resolve();
  return {
    receive: async () => {
      const job = files.job();
      if (job === undefined) throw new UserError(`${files.jobPath}: missing or corrupt task file`);
      return job.task;
    },
    report(progress) {
      if (performance.now() - written < everyMs) return;
      written = performance.now();
      // A report that cannot be written must not fail the job.
      writing = writeFileAtomic(files.progressPath, JSON.stringify(progress)).catch(() => undefined);
    },
    async finish(outcome) {
      await writing;
      await writeFileAtomic(files.outcomePath, JSON.stringify(outcome));
      return exitCodes[outcome.kind];
    },
  };
}
