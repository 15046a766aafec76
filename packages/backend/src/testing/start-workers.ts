import { type Cluster, freeAddresses } from '@alignclip/core';
import { type ChildProcess, spawn } from 'node:child_process';

/** How a worker's process has ended. */
interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Worker {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves when it has printed that, or has ended. */
  says(word: string): Promise<unknown>;
}

/** Starts `program CLUSTER ARGUMENT…` as one worker, with one thread. */
export function startWorker(program: string, cluster: Cluster, args: readonly string[] = []): Worker {
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: '1', TF_NUM_INTEROP_THREADS: '1', OMP_NUM_THREADS: '1' };
  const given = ['-r', '@alignclip/launchers/typescript', program, JSON.stringify(cluster), ...args];
  const child = spawn(process.execPath, given, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (text: Buffer) => (texts[name] += text.toString()));
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal, ...texts })),
  );
  const says = (word: string) =>
    new Promise<void>((resolve) => {
      const look = () => texts.stdout.includes(word) && resolve();
      child.stdout.on('data', look);
      look();
    });
  return { child, ended, says: (word) => Promise.race([ended, says(word)]) };
}

/** Runs the program in `size` workers, and gives the line of JSON that each has printed last. Throws Error where one fails. */
export async function answersOf<T>(program: string, size: number, args: readonly string[] = []): Promise<T[]> {
  const addresses = await freeAddresses(size);
  const workers = addresses.map((_, rank) => startWorker(program, { addresses, rank }, args));
  const all = await Promise.all(workers.map(({ ended }) => ended));
  const failed = all.find(({ code }) => code !== 0);
  if (failed) throw new Error(`a worker ended with ${failed.code ?? failed.signal}: ${failed.stderr}`);
  return all.map(({ stdout }) => JSON.parse(stdout.trim().split('\n').at(-1)!) as T);
}
