import { openExperiment, planSweep, type PlannedCell, type SweepPlan } from '@alignclip/experiment';
import { join } from 'node:path';
import { printPlan } from './print-plan';
import { printed } from '../testing/run-bin';
import { scratchFolder, tinySource } from '../testing/scratch-folder';

const scratch = scratchFolder();
const count = ({ parameters }: PlannedCell) => parameters.total.toLocaleString('en');

describe('printPlan', () => {
  let plan: SweepPlan;
  beforeAll(async () => {
    const file = scratch.write('tiny.ts', tinySource);
    plan = await planSweep(openExperiment(file, { runs: join(scratch.path, 'runs') }), { profile: 'long' });
  });

  it('counts the cells', async () => {
    expect(await printed(() => printPlan(plan, false))).toEqual([
      'tiny, profile long: 2 cells, 0 finished, 2 to run', // prettier-ignore
    ]);
  });

  it('tells cells that go on from a checkpoint, and those that are trained', async () => {
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
