import type { JobEvent } from '@alignclip/core';
import { together, tooLate } from './worker-jobs';

const failed = (error: string): JobEvent => ({ kind: 'failed', id: 'a', error });
const done: JobEvent = { kind: 'done', id: 'a', result: { key: 'k' } };
const lost = 'worker 0 of 2 lost worker 1: gradients; its process has ended or can’t be reached';

describe('together', () => {
  it('ends as the first worker does', () => {
    expect(together([done, { ...done, result: {} }])).toBe(done);
    expect(together([{ kind: 'interrupted', id: 'a' }, done])).toEqual({ kind: 'interrupted', id: 'a' });
  });

  it('gives the reason of the worker that failed by itself, with its rank', () => {
    expect(together([failed(lost), failed('no space left')])).toEqual(failed('worker 1: no space left'));
    expect(together([failed('no space left'), failed(lost)])).toEqual(failed('no space left'));
    expect(together([failed(lost), failed('worker 1 of 2 waited 60 s for the others: gradients')])).toEqual(
      failed(lost),
    );
  });

  it('is stopped where one was stopped before it could tell the others', () => {
    const stopped: JobEvent = { kind: 'interrupted', id: 'a' };
    expect(together([failed(lost), stopped])).toEqual(stopped);
    expect(together([failed('no space left'), stopped])).toEqual(failed('no space left'));
  });
});

describe('tooLate', () => {
  it('says who ended a worker that hung, and leaves other endings as they are', () => {
    const killed = failed('the process ended with SIGKILL');
    const ending = tooLate(killed, 70);
    expect(ending).toEqual(failed(expect.stringMatching(/^ended by the launcher: it hung for 70 s /) as string));
    expect(together([failed(lost), ending])).toMatchObject({ error: expect.stringMatching(/^worker 1: ended by/) });
    expect(together([failed(lost), ending, failed('no space left')])).toEqual(failed('worker 2: no space left'));
    expect(tooLate(done, 70)).toBe(done);
  });
});
