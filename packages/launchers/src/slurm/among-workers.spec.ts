import type { JobOutcome } from '@alignclip/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amongWorkers } from './among-workers';
import { TaskFiles } from './task-files';

const folder = mkdtempSync(join(tmpdir(), 'among-workers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const failed = (error: string): JobOutcome => ({ kind: 'failed', error });
const lost = failed("worker 0 of 4 lost worker 2: gradients; its process has ended or can't be reached");

describe('amongWorkers', () => {
  it('runs a job again that has lost a worker, for which nobody has told a reason', async () => {
    const files = new TaskFiles(folder, 0);
    expect(await amongWorkers(lost, files, 0, {})).toEqual({ ending: lost, isRunAgain: true });
    const waited = failed('worker 1 of 4 waited 60 s for the others: gradients');
    expect(await amongWorkers(waited, files, 1, {})).toEqual({ ending: waited, isRunAgain: true });
  });

  it.each([0, 2])('does not where worker %i has failed by itself, and says why', async (rank) => {
    const files = new TaskFiles(folder, 1 + rank);
    const own = failed('no space left');
    expect(await amongWorkers(own, files, rank, {})).toEqual({ ending: own, isRunAgain: false });
    const ending = failed(`worker ${rank}: no space left`);
    expect(await amongWorkers(lost, files, 1, {})).toEqual({ ending, isRunAgain: false });
  });

  it('forgets the failure in the next attempt', async () => {
    const files = new TaskFiles(folder, 9);
    await amongWorkers(failed('no space left'), files, 2, { SLURM_RESTART_COUNT: '1' });
    const { isRunAgain } = await amongWorkers(lost, files, 0, { SLURM_RESTART_COUNT: '2' });
    expect(isRunAgain).toBe(true);
  });

  it('runs a job again that found a port taken, and none that was done or stopped', async () => {
    const files = new TaskFiles(folder, 10);
    const taken = failed("port 16832 of this worker can't be used: address already in use");
    expect(await amongWorkers(taken, files, 1, {})).toEqual({ ending: taken, isRunAgain: true });
    expect(files.failure('0')).toBeUndefined();
    for (const outcome of [{ kind: 'interrupted' }, { kind: 'done', result: {} }] as const)
      expect(await amongWorkers(outcome, files, 0, {})).toEqual({ ending: outcome, isRunAgain: false });
  });
});
