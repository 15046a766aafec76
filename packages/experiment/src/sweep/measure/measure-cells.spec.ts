import { Interrupted, UserError, type Job, type JobEvent, type Launcher } from '@alignclip/core';
import { shapes } from '@alignclip/datasets';
import { gap } from '@alignclip/evaluation';
import { clip, crossModalitySeparation, intraModalitySeparation } from '@alignclip/losses';
import { shared } from '@alignclip/sharing';
import { trainer, fixedLogitScale, warmUpConstant } from '@alignclip/training';
import { join } from 'node:path';
import { cellsOf } from '../../define/cells';
import type { Change } from '../../define/run-config';
import { experimentOf } from '../../define/load-experiment';
import { Registry } from '../../define/registry';
import { withStore } from '../open-experiment';
import { scratchFolder } from '../../testing/scratch-folder';
import { tinyExperiment } from '../../testing/tiny-experiment';
import { planSweep, type SweepPlan, type PlannedCell } from '../plan-sweep';
import { measureCells, estimate, costShape } from './measure-cells';

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
    const experiment = withStore(experimentOf(tinyExperiment({ variants }), __filename), join(scratch.path, 'runs'));
    plan = await planSweep(experiment, { settings: { 'schedule.rate': 0.5 } });
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

  it('leaves out what trains nothing: a finished training, and the training of an earlier cell', async () => {
    const [a, b, ...others] = plan.cells;
    const trained = { ...a!, trainedSteps: a!.training.steps };
    expect((await measured(4, [trained])).groups).toEqual([]);
    const mapped = { ...b!, variant: 'B behind maps' };
    expect((await measured(4, [b!, mapped, ...others])).groups[0]![0]).toEqual(['B', 'C']);
    const undecided = [b!, mapped].map((cell) => ({ ...cell, state: 'undecided' as const }));
    expect((await measured(1, undecided)).groups[0]![0]).toEqual(['B', 'B behind maps']);
  });

  it('says which cell fails, and that it was stopped', async () => {
    const failing = launcher([], (id) => (id.startsWith('1/') ? { kind: 'failed', error: 'L = NaN' } : {}));
    await expect(measureCells(plan, failing, 1, signal)).rejects.toThrow('D · seed 0: L = NaN');
    await expect(measureCells(plan, failing, 1, signal)).rejects.toBeInstanceOf(UserError);
    const stopped = launcher([], () => ({ kind: 'interrupted' }));
    await expect(measureCells(plan, stopped, 1, signal)).rejects.toBeInstanceOf(Interrupted);
  });
});

const cell = (steps: number, trainedSteps = 0) => ({ trainedSteps, training: { steps } }) as unknown as PlannedCell;

describe('estimate', () => {
  it('adds starts and steps that are left, over the cells that run at once', () => {
    const measured = [
      { cells: [cell(100), cell(100, 60), cell(100, 100)], measurement: { startSeconds: 5, stepSeconds: 0.1 } },
    ];
    expect(estimate(measured, 1)).toEqual({ seconds: 5 * 3 + 10 + 4 });
    expect(estimate(measured, 2).seconds).toBeCloseTo(15); // the longest cell
    expect(estimate([{ ...measured[0]!, cells: [cell(100), cell(100)] }], 16).seconds).toBeCloseTo(15);
  });

  it('adds the memory of the largest cells that may meet', () => {
    const [small, large] = [1, 4].map((peakMemory) => ({ startSeconds: 1, stepSeconds: 1, peakMemory }));
    const measured = [
      { cells: [cell(1), cell(1)], measurement: small! },
      { cells: [cell(1)], measurement: large! },
    ];
    expect([1, 2, 3, 9].map((atOnce) => estimate(measured, atOnce).peakMemory)).toEqual([4, 5, 6, 6]);
  });

  it('is nothing for nothing', () => expect(estimate([], 4)).toEqual({ seconds: 0 }));
});

const registry = new Registry();
const shapeOf = (change: Change) => {
  const { config } = cellsOf(tinyExperiment({ variants: { one: change } }))[0]!;
  return costShape({ config, training: registry.trainingPlan(config.trainer) });
};
const steps = trainer({ steps: 6, batchSize: 16 });

describe('costShape', () => {
  it.each<[string, Change]>([
    ['sharing', { sharing: shared() }],
    ['temperature', { temperature: fixedLogitScale() }],
    ['schedule', { schedule: warmUpConstant() }],
    ['weights of terms', { losses: [clip({ weight: 3, symbol: 'L_other' })] }],
    ['evaluators', { evaluators: [gap({ splits: ['val'] })] }],
    ['steps', { trainer: trainer({ steps: 99, batchSize: 16 }) }],
  ])('overlooks %s', (_what, change) => expect(shapeOf(change)).toBe(shapeOf({})));

  it.each<[string, Change]>([
    ['batch size', { trainer: trainer({ steps: 6, batchSize: 8 }) }],
    ['chunks', { trainer: { ...steps, options: { ...steps.options, accumulate: 2 } } }],
    ['terms', { losses: [crossModalitySeparation()] }],
    ['forms of terms', { losses: [clip(), intraModalitySeparation({ rescale: false })] }],
    ['data', { dataset: shapes({ resolution: 16, copies: 2 }) }],
  ])('sees %s', (_what, change) => expect(shapeOf(change)).not.toBe(shapeOf({})));

  it('tells one form of a term from another', () => {
    const [one, other] = [true, false].map((rescale) => shapeOf({ losses: [intraModalitySeparation({ rescale })] }));
    expect(one).not.toBe(other);
  });
});
