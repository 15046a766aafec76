import type { MeasuredCells, PlannedCell } from '@alignclip/experiment';
import { printEstimate } from './print-estimate';
import { printed } from '../testing/run-bin';

const cell = (id: string, steps = 100) => ({ id, trainedSteps: 0, training: { steps } });
const group = (measurement: MeasuredCells['measurement'], ...ids: string[]): MeasuredCells => ({
  cells: ids.map((id) => cell(id) as unknown as PlannedCell),
  measurement,
});

describe('printEstimate', () => {
  it('tells each kind of cell and the whole', async () => {
    const measured = [
      group({ startSeconds: 5, stepSeconds: 0.25, peakMemory: 500 * 2 ** 20 }, 'CLIP · seed 0', 'CLIP · seed 1'),
      group({ startSeconds: 5, stepSeconds: 0.5, peakMemory: 1500 * 2 ** 20 }, 'large · seed 0'),
    ];
    expect(await printed(() => printEstimate(measured, 2))).toEqual([
      'measured, 2 at once:',
      '  CLIP · seed 0 and 1 more: 4.00 steps/s, 5.0 s to start, 500 MB',
      '  large · seed 0: 2.00 steps/s, 5.0 s to start, 1,500 MB',
      'estimate for 3 cells: 58 s, 2,000 MB at most; evaluation and preparing data are not counted',
    ]);
  });

  it('leaves out memory that the system does not tell', async () => {
    const lines = await printed(() => printEstimate([group({ startSeconds: 1, stepSeconds: 0.01 }, 'a')], 8));
    expect(lines.slice(1)).toEqual([
      '  a: 100 steps/s, 1.0 s to start',
      'estimate for 1 cell: 2 s; evaluation and preparing data are not counted',
    ]);
  });
});
