import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Order, Verdict } from './read-program';

const { resolve } = createRequire(__filename);

/** Milliseconds after which a reading counts as endless. */
const endless = 120_000;

/** A process that reads inputs, and another one after a death. */
export class Reader {
  private readonly scratch = mkdtempSync(join(tmpdir(), 'alignclip-fuzz-'));
  private child: ChildProcess | undefined;
  /** The last that it wrote to its standard error. */
  private said = '';

  /** What is wrong with the reading of an input; nothing if it is clean. */
  async faultsOf(target: string, input: Uint8Array): Promise<readonly string[]> {
    const child = (this.child ??= await this.start());
    return new Promise((give) => {
      const end = (faults: readonly string[]) => {
        clearTimeout(watch);
        child.off('message', answer).off('exit', exit);
        give(faults);
      };
      const died = (words: string) => {
        this.child = undefined;
        child.kill('SIGKILL');
        end([words]);
      };
      const answer = ({ faults }: Verdict) => end(faults);
      const exit = (code: number | null, signal: string | null) =>
        died(`the process ended: ${signal ?? `status ${code}`}: ${this.said.trim()}`);
      const watch = setTimeout(() => died(`no end after ${endless / 1000} s`), endless);
      child.on('message', answer).on('exit', exit);
      child.send({ target, input } satisfies Order);
    });
  }

  async close(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (child !== undefined) {
      const closed = once(child, 'exit');
      child.kill('SIGKILL');
      await closed;
    }
    rmSync(this.scratch, { recursive: true, force: true });
  }

  private async start(): Promise<ChildProcess> {
    const folder = (name: string) => {
      const path = join(this.scratch, name);
      rmSync(path, { recursive: true, force: true });
      mkdirSync(path, { recursive: true });
      return path;
    };
    const env = {
      ...process.env,
      TMPDIR: folder('tmp'),
      ALIGNCLIP_CACHE: folder('cache'),
      NO_COLOR: '1',
      NODE_DISABLE_COMPILE_CACHE: '1',
      DISABLE_V8_COMPILE_CACHE: '1',
    };
    folder('targets');
    const child = fork(join(__dirname, 'read-program.ts'), [this.scratch], {
      env,
      serialization: 'advanced',
      execArgv: ['--max-old-space-size=2048', '-r', resolve('@alignclip/launchers/typescript')],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.said = '';
    child.stderr!.on('data', (chunk) => (this.said = `${this.said}${String(chunk)}`.slice(-2000)));
    const [first] = (await Promise.race([once(child, 'message'), once(child, 'exit')])) as unknown[];
    if (first !== 'ready') throw new Error(`the reading process did not start: ${this.said}`);
    return child;
  }
}
