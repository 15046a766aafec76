import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { JobMessage } from './job-channel';

const execArgv = ['-C', '@alignclip/source', '-r', '@alignclip/launchers/typescript'];

/** The program of the tests, told how to end, and all that it says until it exits. */
function start(ending: string): { child: ChildProcess; messages: JobMessage[]; exit: Promise<unknown[]> } {
  const child = fork(join(__dirname, 'testing/program.ts'), [], { execArgv, stdio: 'ignore' });
  const messages: JobMessage[] = [];
  child.on('message', (message: JobMessage) => messages.push(message));
  child.send({ ending, value: 5 });
  return { child, messages, exit: once(child, 'exit') };
}

describe('serveJob', () => {
  it('sends progress, then the result, and exits', async () => {
    const { child, messages, exit } = start('work');
    expect(await exit).toEqual([0, null]);
    expect(messages).toEqual([
      { kind: 'progress', progress: { pid: child.pid, threads: process.env['TF_NUM_INTRAOP_THREADS'] ?? null } },
      { kind: 'done', result: { value: 5 } },
    ]);
  });

  it('sends an error with its stack', async () => {
    const { messages, exit } = start('throw');
    await exit;
    expect(messages.at(-1)).toMatchObject({ kind: 'failed', error: expect.stringMatching(/broken at 5\n\s+at /) });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('aborts its work on %s and says that it was interrupted', async (signal) => {
    const { child, messages, exit } = start('wait');
    await once(child, 'message');
    child.kill(signal);
    expect(await exit).toEqual([0, null]);
    expect(messages.at(-1)).toEqual({ kind: 'interrupted' });
  });

  it('stops when its parent is gone', async () => {
    const { child, exit } = start('wait');
    await once(child, 'message');
    child.disconnect();
    expect(await exit).toEqual([1, null]);
  });
});
