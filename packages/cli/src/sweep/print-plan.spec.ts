import { type MeasuredCells, openExperiment, planSweep, type PlannedCell, type SweepPlan } from '@alignclip/experiment';
import { join } from 'node:path';
import { printed } from '../testing/run-bin';
import { scratchFolder, tinySource } from '../testing/scratch-folder';
import { printEstimate, printPlan, refuseUndivided } from './print-plan';

const scratch = scratchFolder();
const count = ({ parameters }: PlannedCell) => parameters.total.toLocaleString('en');

describe('printPlan', () => {
  let plan: SweepPlan;
  beforeAll(async () => {
    const file = scratch.write('tiny.ts', tinySource);
    plan = await planSweep(openExperiment(file, { runs: join(scratch.path, 'runs') }), { profile: 'long' });
  });

  it('counts the cells', async () => {
    const line = 'tiny, profile long: 2 cells, 0 finished, 2 to run';
    expect(await printed(() => printPlan(plan, false))).toEqual([line]);
  });

  it('marks cells that resume from a checkpoint, and those that are trained', async () => {
    const cells = [3, 7].map((trainedSteps, i) => ({ ...plan.cells[i]!, trainedSteps }));
    const lines = await printed(() => printPlan({ ...plan, cells }, true));
    expect(lines[1]).toMatch(/^ {2}from step 3 {2}CLIP · seed 0 {2}7 steps/);
    expect(lines[2]).toMatch(/^ {2}trained {3}SharedCLIP · seed 0 {2}7 steps/);
  });

  it('says what was set', async () => {
    const lines = await printed(() =>
      printPlan({ ...plan, settings: { 'trainer.steps': 7, teacher: 'labels' } }, false),
    );
    expect(lines.slice(1)).toEqual(['  set       trainer.steps = 7', '  set       teacher = "labels"']);
  });

  it('says where training in bfloat16 is slower than in float32', async () => {
    const [first, second] = plan.cells as [PlannedCell, PlannedCell];
    const trainer = { ...first.config.trainer, options: { ...first.config.trainer.options, precision: 'bfloat16' } };
    const cells = [{ ...first, config: { ...first.config, trainer } }, second];
    const before = process.env['ALIGNCLIP_BFLOAT16'];
    process.env['ALIGNCLIP_BFLOAT16'] = 'composed';
    const lines = await printed(() => printPlan({ ...plan, cells }, false));
    if (before === undefined) delete process.env['ALIGNCLIP_BFLOAT16'];
    else process.env['ALIGNCLIP_BFLOAT16'] = before;
    expect(lines.slice(1)).toEqual([expect.stringMatching(/^note: 1 cell in bfloat16.*slower than float32/)]);
  });

  it('lists them with steps, parameters and key, and says which are finished', async () => {
    const [first, second] = plan.cells;
    const cells = [{ ...first!, record: {} as never }, second!];
    const lines = await printed(() => printPlan({ ...plan, cells }, true));
    expect(lines).toEqual([
      'tiny, profile long: 2 cells, 1 finished, 1 to run',
      `  finished  CLIP · seed 0  7 steps  ${count(first!)} parameters  ${first!.key.slice(0, 12)}`,
      `  to run    SharedCLIP · seed 0  7 steps  ${count(second!)} parameters  ${second!.key.slice(0, 12)}`,
    ]);
  });
});

describe('refuseUndivided', () => {
  it('names the unfinished cell that the workers of a launcher can not divide', async () => {
    const file = scratch.write('undivided.ts', tinySource);
    const plan = await planSweep(openExperiment(file, { runs: join(scratch.path, 'undivided') }), {});
    const by = (workers?: number) => () =>
      refuseUndivided(plan, { ...(workers && { workers }), run: jest.fn<never, never>() });
    expect(by()).not.toThrow();
    expect(by(2)).toThrow('CLIP · seed 0: trainer.accumulate = 1: 2 workers divide a batch by its chunks');
    expect(by(3)).toThrow('CLIP · seed 0: 3 workers: their number must be a power of two');
  });
});

const measuredCell = (id: string, steps = 100) => ({ id, trainedSteps: 0, training: { steps } });
const group = (measurement: MeasuredCells['measurement'], ...ids: string[]): MeasuredCells => ({
  cells: ids.map((id) => measuredCell(id) as unknown as PlannedCell),
  measurement,
});

describe('printEstimate', () => {
  it('prints each kind of cell and the total', async () => {
    const measured = [
      group({ startSeconds: 5, stepSeconds: 0.25, peakMemory: 500 * 1e6 }, 'CLIP · seed 0', 'CLIP · seed 1'),
      group({ startSeconds: 5, stepSeconds: 0.5, peakMemory: 1500 * 1e6 }, 'large · seed 0'),
    ];
    expect(await printed(() => printEstimate(measured, 2))).toEqual([
      'measured, 2 at once:',
      '  CLIP · seed 0 and 1 more: 4.00 steps/s, 5.0 s to start, 500.0 MB',
      '  large · seed 0: 2.00 steps/s, 5.0 s to start, 1.5 GB',
      'estimate for 3 cells: 58 s, at most 2.0 GB; without data preparation and evaluation',
    ]);
  });

  it('says how many workers were measured', async () => {
    const measured = [group({ startSeconds: 1, stepSeconds: 0.01 }, 'a')];
    const [first] = await printed(() => printEstimate(measured, 8, 4));
    expect(first).toBe('measured, 1 at once, 4 workers each:');
  });

  it('leaves out memory that the system does not report', async () => {
    const lines = await printed(() => printEstimate([group({ startSeconds: 1, stepSeconds: 0.01 }, 'a')], 8));
    expect(lines.slice(1)).toEqual([
      '  a: 100 steps/s, 1.0 s to start',
      'estimate for 1 cell: 2 s; without data preparation and evaluation',
    ]);
  });
});
