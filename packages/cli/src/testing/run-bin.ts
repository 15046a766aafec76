import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface BinResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Sent when a line of stdout matches. */
export interface SignalAt {
  readonly line: RegExp;
  readonly signal: NodeJS.Signals;
}

/** Runs the program as a user does, from that folder. */
export async function runBin(args: readonly string[], cwd: string, at?: SignalAt): Promise<BinResult> {
  const child = spawn(process.execPath, [join(__dirname, '../../bin/alignclip.cjs'), ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  let sent = false;
  child.stdout.on('data', (chunk) => {
    output.stdout += String(chunk);
    if (sent || !at?.line.test(output.stdout)) return;
    sent = child.kill(at.signal);
  });
  child.stderr.on('data', (chunk) => (output.stderr += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...output };
}

/** The lines that the work prints. */
export async function printed(work: () => unknown): Promise<string[]> {
  const { log } = console;
  const lines: string[] = [];
  console.log = (...parts: unknown[]) => void lines.push(...parts.join(' ').split('\n'));
  try {
    await work();
  } finally {
    console.log = log;
  }
  return lines;
}
