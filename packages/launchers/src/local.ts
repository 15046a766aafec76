import { defineComponent, Launcher, type Job, type JobEvent } from '@alignclip/core';
import { fork, type ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { EventQueue } from './event-queue';
import type { JobMessage } from './job-channel';

/** Runs jobs in child processes of this machine, so many at once; the cores are split between them. */
export const local = defineComponent(Launcher)({
  type: 'local',
  options: z.strictObject({
    /** Default: one a core. More processes of fewer threads suit small models, fewer of more threads large ones. */
    processes: z.number().int().positive().default(availableParallelism()),
  }),
  create: ({ processes }) => ({
    run(jobs, signal) {
      const events = new EventQueue<JobEvent>();
      const waiting = [...jobs];
      const atOnce = Math.min(processes, jobs.length);
      const threads = Math.max(1, Math.floor(availableParallelism() / Math.max(1, atOnce)));
      const lane = async () => {
        for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
          if (signal.aborted) events.push({ kind: 'interrupted', id: job.id });
          else await runJob(job, threads, signal, (event) => events.push(event));
        }
      };
      void Promise.all(Array.from({ length: atOnce }, lane)).then(() => events.close());
      return events;
    },
  }),
});

async function runJob(job: Job, threads: number, signal: AbortSignal, emit: (event: JobEvent) => void): Promise<void> {
  const child = fork(job.program, [], {
    env: { ...process.env, ...threadSettings(threads) },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const stop = () => child.kill('SIGINT');
  signal.addEventListener('abort', stop);
  try {
    emit(await outcome(child, job, signal, emit));
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function outcome(
  child: ChildProcess,
  { id, task }: Job,
  signal: AbortSignal,
  emit: (event: JobEvent) => void,
): Promise<JobEvent> {
  let last: JobEvent | undefined;
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)));
  child.on('message', (message: JobMessage) => {
    if (message.kind === 'progress') emit({ ...message, id });
    else last = { ...message, id };
  });
  child.send(task);
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ kind: 'failed', id, error: error.message }));
    child.on('close', (code, signalName) => {
      // A process that is stopped before its program listens dies of the signal.
      if (last === undefined && signal.aborted && signalName === 'SIGINT') resolve({ kind: 'interrupted', id });
      const error = `the process ended with ${signalName ?? `exit code ${code}`}\n${complaint}`.trim();
      resolve(last ?? { kind: 'failed', id, error });
    });
  });
}

const threadSettings = (threads: number) => ({
  TF_NUM_INTRAOP_THREADS: String(threads),
  TF_NUM_INTEROP_THREADS: '1',
  OMP_NUM_THREADS: String(threads),
});
