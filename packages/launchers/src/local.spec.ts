import type { Job, JobEvent, JsonObject } from '@alignclip/core';
import { itWhere } from '@alignclip/core/testing';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { local } from './local';

jest.setTimeout(600_000); // starts processes, which take their time on a busy machine

const program = join(__dirname, 'testing/program.ts');
const job = (id: string, ending: string, task: JsonObject = {}): Job => ({ id, program, task: { ending, ...task } });
const nodeOptions = process.env['NODE_OPTIONS'];

/** The events of a run; `onEvent` may abort it. */
async function events(
  jobs: readonly Job[],
  {
    processes = 2,
    stop = new AbortController(),
    onEvent = () => undefined,
    options = {},
  }: {
    processes?: number;
    stop?: AbortController;
    onEvent?: (event: JobEvent) => void;
    options?: Parameters<typeof local>[0];
  } = {},
): Promise<JobEvent[]> {
  const seen: JobEvent[] = [];
  for await (const event of local.make({ processes, ...options }).run(jobs, stop.signal)) {
    seen.push(event);
    onEvent(event);
  }
  return seen;
}

const endings = (seen: readonly JobEvent[]) =>
  Object.fromEntries(seen.flatMap((event) => (event.kind === 'progress' ? [] : [[event.id, event]])));
const jobs = (count: number) => Array.from({ length: count }, (_, i) => job(`job ${i}`, 'work'));
const pids = (seen: readonly JobEvent[]) =>
  seen.flatMap((event) => (event.kind === 'progress' ? [event.progress['pid'] as number] : []));

beforeAll(() => {
  process.env['NODE_OPTIONS'] = '-r @alignclip/launchers/typescript';
});
afterAll(() => {
  if (nodeOptions === undefined) delete process.env['NODE_OPTIONS'];
  else process.env['NODE_OPTIONS'] = nodeOptions;
});

describe('local', () => {
  it('runs every job in a process of its own and passes on progress and results', async () => {
    const seen = await events(['a', 'b', 'c'].map((id) => job(id, 'work', { value: id })));
    expect(endings(seen)).toEqual({
      a: { kind: 'done', id: 'a', result: { value: 'a' } },
      b: { kind: 'done', id: 'b', result: { value: 'b' } },
      c: { kind: 'done', id: 'c', result: { value: 'c' } },
    });
    expect(new Set([...pids(seen), process.pid]).size).toBe(4);
  });

  it('runs no more jobs at once than it has processes', async () => {
    const seen = await events(jobs(3), { processes: 1 });
    expect(seen.map(({ kind }) => kind)).toEqual(['progress', 'done', 'progress', 'done', 'progress', 'done']);
  });

  it('gives a job its share of the threads, which does not grow when few jobs are left', async () => {
    const threadsOf = async (processes: number, options = {}) =>
      (await events([job('a', 'work')], { processes, options })).flatMap((event) =>
        event.kind === 'progress' ? [Number(event.progress['threads'])] : [],
      );
    expect(await threadsOf(1000)).toEqual([1]);
    expect(await threadsOf(1)).toEqual([availableParallelism()]);
    expect(await threadsOf(1000, { threads: 3 })).toEqual([3]);
  });

  it('starts a job only when its memory fits next to those that run', async () => {
    const seen = await events(jobs(3), { processes: 3, options: { memory: '1G', memoryPerJob: '600M' } });
    expect(seen.map(({ kind }) => kind)).toEqual(['progress', 'done', 'progress', 'done', 'progress', 'done']);
  });

  itWhere(
    process.platform === 'linux',
    'needs Linux',
    'measures what jobs need, for the next ones of their kind',
    async () => {
      const big = ['a', 'b', 'c', 'd'].map((id): Job => ({ ...job(id, 'hold', { value: 400 }), kind: 'big' }));
      const seen = await events(big, { processes: 2, options: { memory: '800M' } });
      const later = seen.slice(seen.findIndex(({ id }) => id === 'c')).map(({ id }) => id);
      expect(later).toEqual(['c', 'c', 'c', 'd', 'd', 'd']);
    },
  );

  it('uses the peak of an earlier run, and refuses a job that never fits while others run', async () => {
    const large: Job = { ...job('large', 'work'), peakMemory: 3 * 2 ** 30 };
    const seen = endings(await events([large, job('small', 'work')], { options: { memory: '2G' } }));
    expect(seen['small']).toMatchObject({ kind: 'done' });
    expect(seen['large']).toMatchObject({
      kind: 'failed',
      error: expect.stringMatching(/^needs 3\.2 GB at its peak, the memory budget is 2\.1 GB: .*"memory"/),
    });
  });

  it('reports a job that throws as failed, and finishes the others', async () => {
    const seen = endings(await events([job('bad', 'throw', { value: 'step 3' }), job('good', 'work')]));
    expect(seen['bad']).toMatchObject({ kind: 'failed', error: expect.stringContaining('broken at step 3') });
    expect(seen['good']).toMatchObject({ kind: 'done' });
  });

  it('reports a process that ends without an outcome as failed, with the end of its stderr', async () => {
    const seen = endings(await events([job('gone', 'exit'), job('killed', 'killed')]));
    expect(seen['gone']).toEqual({
      kind: 'failed',
      id: 'gone',
      error: 'the process ended with exit code 7\nout of everything',
    });
    expect(seen['killed']).toMatchObject({ kind: 'failed', error: 'the process ended with SIGKILL' });
  });

  it('reports a program that does not exist as failed', async () => {
    const seen = endings(await events([{ id: 'a', program: join(__dirname, 'absent.ts'), task: {} }]));
    expect(seen['a']).toMatchObject({ kind: 'failed', error: expect.stringContaining('absent.ts') });
  });

  it('stops running jobs so that they can be resumed when aborted, and starts no new ones', async () => {
    const stop = new AbortController();
    const seen = await events([job('running', 'wait'), job('waiting', 'work')], {
      processes: 1,
      stop,
      onEvent: ({ kind }) => kind === 'progress' && stop.abort(),
    });
    expect(endings(seen)).toEqual({
      running: { kind: 'interrupted', id: 'running' },
      waiting: { kind: 'interrupted', id: 'waiting' },
    });
    expect(pids(seen)).toHaveLength(1);
  });

  it('counts a job that is stopped while its process starts as interrupted', async () => {
    const stop = new AbortController();
    const seen = events([job('starting', 'wait')], { stop }); // the process exists, its program is not loaded yet
    stop.abort();
    expect(endings(await seen)).toEqual({ starting: { kind: 'interrupted', id: 'starting' } });
  });

  it('ends at once where there is nothing to do', async () => {
    expect(await events([])).toEqual([]);
  });

  it('refuses an impossible number of processes', () => {
    expect(() => local({ processes: 0 })).toThrow('option "processes" = 0');
  });

  it('refuses a budget that is not a size', () => {
    expect(() => local({ memory: '8 GB' })).toThrow('option "memory" = "8 GB": megabytes, or a number with K');
  });
});
