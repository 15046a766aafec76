import { Interrupted, UserError, type Job, type JobEvent, type Launcher } from '@alignclip/core';
import { clip } from '@alignclip/losses';
import { shared } from '@alignclip/sharing';
import { trainer } from '@alignclip/training';
import { join } from 'node:path';
import { planSweep, type SweepPlan } from '../plan-sweep';
import { RunStore } from '../run-store';
import { scratchFolder } from '../testing/scratch-folder';
import { tinyExperiment } from '../testing/tiny-experiment';
import { measureCells } from './measure-cells';

const scratch = scratchFolder('measure');
const signal = new AbortController().signal;

/** Answers each job at once, each a little slower than the one before it. */
const launcher = (jobs: Job[], answer: (id: string) => Partial<JobEvent> = () => ({})): Launcher => ({
  async *run(given) {
    for (const job of given) {
      jobs.push(job);
      const measurement = { startSeconds: 1, stepSeconds: jobs.length };
      yield { kind: 'done', id: job.id, result: measurement, ...answer(job.id) } as JobEvent;
    }
  },
});

describe('measureCells', () => {
  let plan: SweepPlan;
  beforeAll(async () => {
    const variants = {
      A: {},
      B: { sharing: shared() },
      C: { losses: [clip({ weight: 2 })] },
      D: { trainer: trainer({ batchSize: 8 }) },
    };
    const experiment = { file: __filename, definition: tinyExperiment({ variants }) };
    plan = await planSweep(
      experiment,
      { settings: { 'schedule.rate': 0.5 } },
      new RunStore(join(scratch.path, 'runs')),
    );
  });
  const measured = async (atOnce: number, cells = plan.cells) => {
    const jobs: Job[] = [];
    const groups = await measureCells({ ...plan, cells }, launcher(jobs), atOnce, signal);
    return {
      jobs: jobs.map(({ task }) => task['variant']),
      groups: groups.map(({ cells, measurement }) => [cells.map(({ variant }) => variant), measurement.stepSeconds]),
      task: jobs[0]?.task,
    };
  };

  it('trains one cell of each cost', async () => {
    const { jobs, groups, task } = await measured(1);
    expect(jobs).toEqual(['A', 'D']);
    expect(groups).toEqual([
      [['A', 'B', 'C'], 1],
      [['D'], 2],
    ]);
    expect(task).toMatchObject({ file: __filename, profile: 'quick', settings: { 'schedule.rate': 0.5 }, seed: 0 });
  });

  it('fills the places that the sweep will fill, and takes the slowest', async () => {
    const { jobs, groups } = await measured(3);
    expect(jobs).toEqual(['A', 'D', 'A']);
    expect(groups[0]).toEqual([['A', 'B', 'C'], 3]);
    expect((await measured(8, plan.cells.slice(0, 2))).jobs).toEqual(['A', 'A']);
  });

  it('leaves out what is finished', async () => {
    const cells = plan.cells.map((cell) => ({ ...cell, record: {} as never }));
    expect((await measured(4, cells)).groups).toEqual([]);
    expect((await measured(1, [cells[0]!, plan.cells[1]!])).jobs).toEqual(['B']);
  });

  it('says which cell fails, and that it was stopped', async () => {
    const failing = launcher([], (id) => (id.startsWith('1/') ? { kind: 'failed', error: 'L = NaN' } : {}));
    await expect(measureCells(plan, failing, 1, signal)).rejects.toThrow('D · seed 0: L = NaN');
    await expect(measureCells(plan, failing, 1, signal)).rejects.toBeInstanceOf(UserError);
    const stopped = launcher([], () => ({ kind: 'interrupted' }));
    await expect(measureCells(plan, stopped, 1, signal)).rejects.toBeInstanceOf(Interrupted);
  });
});
