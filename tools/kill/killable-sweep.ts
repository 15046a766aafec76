import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

interface WorkerSettings {
  workerEnvironment(): NodeJS.ProcessEnv;
  workerOptions(): string[];
}

const root = resolve(__dirname, '../..');
const { workerEnvironment, workerOptions } = createRequire(__filename)(
  join(root, 'packages/cli/bin/worker-environment.cjs'),
) as WorkerSettings;

/**
 * Runs `alignclip ablate` in a process group of its own, SIGKILLs the whole group after so many seconds, and tells
 * whether it was killed. Throws Error where the sweep itself fails.
 */
export async function killableSweep(args: readonly string[], seconds = Infinity): Promise<{ killed: boolean }> {
  const program = join(root, 'packages/cli/src/main.ts');
  const child = spawn(process.execPath, [...workerOptions(), program, 'ablate', ...args], {
    cwd: root,
    env: workerEnvironment(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  const kill = () => process.kill(-child.pid!, 'SIGKILL');
  const timer = Number.isFinite(seconds) ? setTimeout(kill, seconds * 1000) : undefined;
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  if (code !== 0 && signal !== 'SIGKILL')
    throw new Error(`the sweep ended with ${signal ?? `exit code ${code}`}\n${output}`);
  return { killed: signal === 'SIGKILL' };
}
