import { loadExperiment, planSweep, RunStore, type SweepPlan } from '@alignclip/experiment';
import { join } from 'node:path';
import { printPlan } from './print-plan';
import { printed } from './testing/printed';
import { scratchFolder, tinySource } from './testing/scratch-folder';

const scratch = scratchFolder();

describe('printPlan', () => {
  let plan: SweepPlan;
  beforeAll(async () => {
    const file = scratch.write('tiny.ts', tinySource);
    plan = await planSweep(loadExperiment(file), { profile: 'long' }, new RunStore(join(scratch.path, 'runs')));
  });

  it('counts the cells', async () => {
    expect(await printed(() => printPlan(plan, false))).toEqual([
      'tiny, profile long: 2 cells, 0 finished, 2 to run', // prettier-ignore
    ]);
  });

  it('lists them with steps and key, and says which are finished', async () => {
    const [first, second] = plan.cells;
    const cells = [{ ...first!, record: {} as never }, second!];
    const lines = await printed(() => printPlan({ ...plan, cells }, true));
    expect(lines).toEqual([
      'tiny, profile long: 2 cells, 1 finished, 1 to run',
      `  finished  CLIP · seed 0  7 steps  ${first!.key.slice(0, 12)}`,
      `  to run    SharedCLIP · seed 0  7 steps  ${second!.key.slice(0, 12)}`,
    ]);
  });
});
