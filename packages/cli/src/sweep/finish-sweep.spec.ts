import type { JobEvent } from '@alignclip/core';
import type { PlannedCell, SweepEvent, SweepPlan } from '@alignclip/experiment';
import { printed } from '../testing/run-bin';
import { sweepProgress } from './finish-sweep';

const cell = (id: string, finished = false) => ({ id, record: finished ? {} : undefined }) as unknown as PlannedCell;
const plan = (cells: readonly PlannedCell[]) => ({ cells }) as unknown as SweepPlan;
const step = (id: string, at: number): JobEvent => ({
  kind: 'progress',
  id,
  progress: { phase: 'train', step: at, steps: 8, loss: 2 },
});

describe('sweepProgress', () => {
  it('writes plain lines if stdout is not a terminal: steps, how each cell that began has ended, and once why it failed', async () => {
    const errors = jest.spyOn(console, 'error').mockImplementation();
    const lines = await printed(() => {
      const progress = sweepProgress(plan([cell('a', true), cell('b'), cell('c'), cell('d'), cell('e'), cell('f')]));
      const events: SweepEvent[] = [
        { kind: 'progress', id: 'b', progress: { phase: 'train' } },
        step('b', 1),
        { kind: 'done', id: 'b', result: {} },
        { kind: 'retry', id: 'c', error: 'gone', retry: 1, retries: 1 },
        { kind: 'failed', id: 'c', error: 'step 1: L = NaN' },
        { kind: 'failed', id: 'd', error: 'step 1: L = NaN' },
        step('e', 1),
        { kind: 'interrupted', id: 'e' },
        { kind: 'interrupted', id: 'f' },
      ];
      for (const event of events) progress.show(event);
      progress.stop();
    });
    expect(lines).toEqual([
      'b: step 1/8 · loss 2.000',
      'b: done (1 of 5 cells)',
      'c: failed, will run again after the others (retry 1 of 1)',
      'gone',
      'c: failed (2 of 5 cells)',
      'd: failed (3 of 5 cells)',
      'e: step 1/8 · loss 2.000',
      'e: interrupted',
    ]);
    expect(errors.mock.calls).toEqual([['c: step 1: L = NaN'], ['d: the same as c']]);
    errors.mockRestore();
  });
});
