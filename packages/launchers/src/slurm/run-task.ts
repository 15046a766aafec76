import { createRequire } from 'node:module';
import { announceFiles } from '../serve-job';
import { TaskFiles } from './task-files';

/**
 * `run-task FOLDER`, the main program of each task of a job array, or of each of its workers: loads the program of its job,
 * which runs it.
 */
function main(folder: string, index: number, worker: number): void {
  const files = new TaskFiles(folder, index);
  const job = files.job();
  if (job === undefined) throw new Error(`${files.jobPath}: missing or corrupt task file`);
  // Requeued although it had ended well, as happens when a node is lost at the wrong moment.
  if (files.outcome()?.kind === 'done') return;
  if (worker === 0) files.forgetOutcome();
  announceFiles(files, worker);
  createRequire(__filename)(job.program);
}

main(process.argv[2]!, Number(process.env['SLURM_ARRAY_TASK_ID']), Number(process.env['SLURM_PROCID'] ?? 0));
