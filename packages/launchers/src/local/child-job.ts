import type { Job, JobEvent } from '@alignclip/core';
import { fork, type ChildProcess } from 'node:child_process';
import type { ChildMessage } from '../serve-job';
import { peakMemory } from '../memory';

export interface ChildJobOptions {
  readonly threads: number;
  /** Aborting asks the process to stop so that it can be resumed. */
  readonly signal: AbortSignal;
  readonly emit: (event: JobEvent) => void;
  /** Added to the environment of the process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with what ends the process at once. */
  readonly onStart?: (end: () => void) => void;
  /** Called now and then with the maximum number of bytes that the process has held. */
  readonly onPeak: (bytes: number) => void;
}

/** Milliseconds between two looks at a process's memory; it is also read at each message, and reported at the end. */
const pause = 500;

/** Runs a job in a child process and gives its last event. */
export async function runChildJob(job: Job, options: ChildJobOptions): Promise<JobEvent> {
  const { threads, signal, emit, onPeak, environment, onStart } = options;
  const child = fork(job.program, [], {
    env: { ...process.env, ...threadSettings(threads), ...environment },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  onStart?.(() => child.kill('SIGKILL'));
  const look = () => onPeak((child.pid === undefined ? undefined : peakMemory(child.pid)) ?? 0);
  const stop = () => child.kill('SIGINT');
  const timer = setInterval(look, pause).unref();
  child.on('message', (message: ChildMessage) => {
    if (message.kind === 'memory') onPeak(message.peak);
    else look();
  });
  signal.addEventListener('abort', stop);
  try {
    return await outcome(child, job, signal, emit);
  } finally {
    clearInterval(timer);
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
  child.on('message', (message: ChildMessage) => {
    if (message.kind === 'progress') emit({ ...message, id });
    else if (message.kind !== 'memory') last = { ...message, id };
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
