import { UserError } from '@alignclip/core';
import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Submits a job and gives its id. Throws UserError with Slurm's own words where it refuses. */
export async function submit(args: readonly string[]): Promise<string> {
  const answer = await slurm('sbatch', args).catch((error: unknown) => {
    throw new UserError(`Slurm refuses the job: ${reasonOf(error)}`);
  });
  const id = /^(\d+)(;.*)?$/.exec(answer.trim())?.[1];
  if (id === undefined) throw new UserError(`sbatch gave no job id but ${JSON.stringify(answer.slice(0, 200))}`);
  return id;
}

/** This user's tasks that wait, run or end now, by `taskName`. Throws where Slurm does not answer. */
export async function queuedTasks(): Promise<Map<string, QueuedTask>> {
  return parseQueue(await slurm('squeue', ['--me', '--array', '--noheader', '--format=%j|%K|%F|%T|%r']));
}

/** Cancels this user's jobs of that name. */
export const cancel = (name: string): Promise<unknown> =>
  slurm('scancel', [`--user=${userInfo().username}`, `--jobname=${name}`]);

/** How a task ended that is no longer queued, e.g. `TIMEOUT`: from the accounting, where the site has one. */
export async function finalState(arrayId: string, index: number): Promise<string | undefined> {
  const task = `${arrayId}_${index}`;
  const accounting = slurm('sacct', ['--jobs', task, '--allocations', '--noheader', '--parsable2', '--format=State']);
  const controller = () => slurm('scontrol', ['--oneliner', 'show', 'job', task]);
  const answers = [await accounting.catch(() => ''), await controller().catch(() => '')];
  return answers.map(finalStateOf).find((state) => state !== undefined);
}

/** How often a job of several workers is requeued that has lost one of them. */
const maxRestarts = 3;

/**
 * Requeues the job that this process is a part of: Slurm itself does so only where it has lost the node of the batch script.
 * Of several workers the first to ask is heard.
 */
export async function requeueThisJob(environment = process.env): Promise<void> {
  const { SLURM_JOB_ID: id, SLURM_RESTART_COUNT: restarts = '0' } = environment;
  if (id === undefined || Number(restarts) >= maxRestarts) return;
  await slurm('scontrol', ['requeue', id]).catch(() => undefined);
}

/** The addresses of the nodes of a list like `n[1-4,7]`, in its order. */
export async function showNodes(list: string): Promise<string[]> {
  const names = (await slurm('scontrol', ['show', 'hostnames', list])).trim().split('\n');
  const answers: string[] = [];
  for (const name of names)
    answers.push(addressIn(await slurm('scontrol', ['--oneliner', 'show', 'node', name])) ?? name);
  return answers;
}

/** The address in the answer of `scontrol --oneliner show node`. */
const addressIn = (answer: string): string | undefined => /\bNodeAddr=(\S+)/.exec(answer)?.[1];

/** Slurm's words for why a command failed. */
export function reasonOf(error: unknown): string {
  const { code, stderr, message } = error as { code?: unknown; stderr?: string; message: string };
  if (code === 'ENOENT') return 'its commands are not on the PATH of this machine';
  return (stderr?.trim() || message).replaceAll(/^sbatch: (error: )?/gm, '');
}

async function slurm(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(command, args, { env: outsideOfJobs(), timeout: 60_000, maxBuffer: 2 ** 28 });
  return stdout;
}

/** The environment without the variables of a Slurm job, in which the launcher may run: sbatch would obey them. */
function outsideOfJobs(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('SLURM_') || name === 'SLURM_CONF'),
  );
}

/** A task of a job array that waits, runs or ends now. */
export interface QueuedTask {
  readonly jobId: string;
  /** PENDING, RUNNING, COMPLETING … */
  readonly state: string;
  /** Why it is waiting. */
  readonly reason: string;
}

/** Names a task by the job's name, which is unique; ids are not, on a cluster that was set up again. */
export const taskName = (job: string, index: number): string => `${job}/${index}`;

/** Lines `name|index|job id|state|reason` of squeue; jobs that are not array tasks are left out. */
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
