import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ChildMessage } from './serve-job';

jest.setTimeout(600_000); // starts processes, which take their time on a busy machine

const execArgv = ['-r', '@alignclip/launchers/typescript'];

/** The program of the tests with the way in which to end, its messages, and its exit code after the last of them. */
function start(ending: string): { child: ChildProcess; messages: ChildMessage[]; exit: Promise<unknown[]> } {
  const child = fork(join(__dirname, 'testing/program.ts'), [], { execArgv, stdio: 'ignore' });
  const messages: ChildMessage[] = [];
  child.on('message', (message: ChildMessage) => messages.push(message));
  child.send({ ending, value: 5 });
  return { child, messages, exit: once(child, 'close') };
}

describe('serveJob', () => {
  it('sends progress, the peak of its memory, then the result, and exits', async () => {
    const { child, messages, exit } = start('work');
    expect(await exit).toEqual([0, null]);
    expect(messages).toEqual([
      { kind: 'progress', progress: { pid: child.pid, threads: process.env['TF_NUM_INTRAOP_THREADS'] ?? null } },
      { kind: 'memory', peak: expect.any(Number) },
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
    const { child } = start('wait');
    await once(child, 'message');
    const exit = once(child, 'exit'); // there is no "close" after a disconnect from this side
    child.disconnect();
    expect(await exit).toEqual([1, null]);
  });
});
