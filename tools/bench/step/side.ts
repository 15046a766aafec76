import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Ready } from './task';

export type Answer = Ready & { ms: number };

/**
 * One of the two that are compared, in a process of its own. It reads a task as a line of JSON and answers with a line
 * (`parameters`, `versions`); each line `step` makes it train one step and answer `{"ms": …}`; it ends with its input.
 */
export class Side {
  readonly ready: Promise<Ready>;
  private readonly child: ChildProcess;
  private waiting: { resolve(answer: Answer): void; reject(error: Error): void } | undefined;
  private errors = '';

  constructor(
    readonly name: string,
    command: readonly string[],
    task: object,
    env: NodeJS.ProcessEnv,
  ) {
    this.child = spawn(command[0]!, command.slice(1), { env, stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stderr!.on('data', (text) => (this.errors = (this.errors + String(text)).slice(-4000)));
    this.child.stdin!.on('error', () => undefined); // told by `exit`
    this.child.on('error', (error) => this.waiting?.reject(error));
    this.child.on('exit', (code, signal) =>
      this.waiting?.reject(new Error(`${name} ended with ${signal ?? code}:\n${this.errors.trimEnd()}`)),
    );
    createInterface(this.child.stdout!).on('line', (line) => {
      if (line.startsWith('{')) this.waiting?.resolve(JSON.parse(line) as Answer);
    });
    this.ready = this.ask(JSON.stringify(task));
    this.ready.catch(() => undefined); // told to whoever awaits it
  }

  /** Milliseconds of one step, as the process itself measures them. */
  async step(): Promise<number> {
    return (await this.ask('step')).ms;
  }

  /** All that the process tells of a step. */
  answer(): Promise<Answer> {
    return this.ask('step');
  }

  /** The most memory that the process has held so far, in MB; undefined where the system doesn't tell (not Linux). */
  peakMB(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)![1]) / 1024;
    } catch {
      return undefined;
    }
  }

  /** Ends the process and waits until it is gone, and its memory with it. */
  async close(): Promise<void> {
    this.waiting = undefined;
    if (this.child.exitCode !== null || this.child.signalCode !== null || this.child.pid === undefined) return;
    const gone = once(this.child, 'exit');
    this.child.kill();
    await gone;
  }

  private ask(line: string): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.child.stdin!.write(`${line}\n`);
    });
  }
}
