import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** The process of a pid file, or undefined where there is none. */
export function pidIn(path: string): number | undefined {
  const pid = Number(readOrEmpty(path).trim());
  return Number.isInteger(pid) && pid > 1 ? pid : undefined;
}

export function isRunning(pid: number): boolean {
  // A killed process that nobody has collected yet is in state Z.
  return /^State:\s+[^ZX]/m.test(readOrEmpty(`/proc/${pid}/status`));
}

export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Asks a process to end, and kills it where it doesn't within ten seconds. */
export async function endProcess(pid: number): Promise<void> {
  kill(pid, 'SIGTERM');
  for (let i = 0; i < 100 && isRunning(pid); i += 1) await wait(100);
  if (isRunning(pid)) kill(pid, 'SIGKILL');
}

export interface JobProcess {
  readonly pid: number;
  readonly parent: number;
}

/** Processes that were started with all these lines in their environment. */
export function processesWith(lines: readonly string[]): JobProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      const environment = new Set(readOrEmpty(`/proc/${name}/environ`).split('\0'));
      return lines.every((line) => environment.has(line));
    })
    .map((name) => ({
      pid: Number(name),
      parent: Number(/^PPid:\s+(\d+)/m.exec(readOrEmpty(`/proc/${name}/status`))?.[1]),
    }));
}

/** Whether a process runs that program. */
export const isProgram = (pid: number, name: string): boolean => readOrEmpty(`/proc/${pid}/comm`).trim() === name;

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // ended in the meantime, or another user's
  }
}
