import type { Job, JobEvent, Launcher } from '@alignclip/core';
import { launchUnder, type FailurePolicy, type SweepEvent } from './sweep';

const jobs = ['a', 'b', 'c'].map((id): Job => ({ id, program: '', task: {} }));

/** Runs one job after the other in this process; `failures` says how often each fails first. */
const launcher = (failures: Record<string, number>, tried: string[] = []): Launcher => ({
  async *run(given, signal): AsyncGenerator<JobEvent> {
    for (const { id } of given) {
      if (signal.aborted) {
        yield { kind: 'interrupted', id };
        continue;
      }
      tried.push(id);
      failures[id] = (failures[id] ?? 0) - 1;
      yield failures[id] >= 0 ? { kind: 'failed', id, error: `${id} broke` } : { kind: 'done', id, result: {} };
    }
  },
});

async function outcome(policy: FailurePolicy, failures: Record<string, number>, signal = new AbortController().signal) {
  const [tried, events] = [[] as string[], [] as SweepEvent[]];
  for await (const event of launchUnder(policy, jobs, launcher({ ...failures }, tried), signal)) events.push(event);
  return { tried, ends: events.map(({ id, kind }) => `${id} ${kind}`), events };
}

describe('launchUnder', () => {
  it('goes on with the others', async () => {
    const { tried, ends } = await outcome({ stop: false, retries: 0 }, { a: 1 });
    expect(tried).toEqual(['a', 'b', 'c']);
    expect(ends).toEqual(['a failed', 'b done', 'c done']);
  });

  it('stops the others where asked to', async () => {
    const { tried, ends } = await outcome({ stop: true, retries: 0 }, { b: 1 });
    expect(tried).toEqual(['a', 'b']);
    expect(ends).toEqual(['a done', 'b failed', 'c interrupted']);
  });

  it('runs failed jobs again after the others, so many times', async () => {
    const { tried, ends, events } = await outcome({ stop: false, retries: 2 }, { a: 1, b: 9 });
    expect(tried).toEqual(['a', 'b', 'c', 'a', 'b', 'b']);
    expect(ends).toEqual(['a retry', 'b retry', 'c done', 'a done', 'b retry', 'b failed']);
    expect(events[4]).toEqual({ kind: 'retry', id: 'b', error: 'b broke', retry: 2, retries: 2 });
    expect(events[5]).toMatchObject({ error: 'b broke' });
  });

  it('tries nothing again once it is stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    expect((await outcome({ stop: false, retries: 3 }, {}, stop.signal)).ends).toEqual([
      'a interrupted',
      'b interrupted',
      'c interrupted',
    ]);
  });
});
