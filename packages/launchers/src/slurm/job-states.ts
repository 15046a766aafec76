/** A task of a job array that Slurm has not done with. */
export interface QueuedTask {
  readonly jobId: string;
  /** PENDING, RUNNING, COMPLETING … */
  readonly state: string;
  /** Why it waits. */
  readonly reason: string;
}

/** Names a task by the job's name, which is unique, as ids are not on a cluster that was set up anew. */
export const taskName = (job: string, index: number): string => `${job}/${index}`;

/** Lines `name|index|job id|state|reason` of squeue; jobs that are no array tasks are left out. */
export function parseQueue(text: string): Map<string, QueuedTask> {
  const rows = text.split('\n').map((line) => line.trim().split('|'));
  return new Map(
    rows
      .filter(([, index]) => /^\d+$/.test(index ?? ''))
      .map(([name, index, jobId = '', state = '', reason = '']) => [
        taskName(name!, Number(index)),
        { jobId, state, reason },
      ]),
  );
}

/** The first state in the answer of sacct (`CANCELLED by 0`) or scontrol (`JobState=TIMEOUT`). */
export const finalStateOf = (answer: string): string | undefined =>
  /\bJobState=([A-Z_]+)/.exec(answer)?.[1] ?? /^([A-Z_]+)/.exec(answer.trim())?.[1];
