import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

interface WorkerSettings {
  workerEnvironment(): NodeJS.ProcessEnv;
  workerOptions(): string[];
}

export const root = resolve(__dirname, '../..');
const { workerEnvironment, workerOptions } = createRequire(__filename)(
  join(root, 'packages/cli/bin/run-worker.cjs'),
) as WorkerSettings;

/** Starts a program of this repository as the command line does, in a process group of its own. */
export const startProgram = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess =>
  spawn(process.execPath, [...workerOptions(), program, ...args], {
    cwd: root,
    env: { ...workerEnvironment(), ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });

export interface ProgramEnd {
  readonly code: number | null;
  readonly output: string;
}

/** Runs `alignclip` to its end. */
export async function runAlignclip(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<ProgramEnd> {
  const child = startProgram(join(root, 'packages/cli/src/main.ts'), args, env);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream!.on('data', (chunk) => (output += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
