import type { PlannedCell } from '../plan-sweep';
import { estimate } from './estimate';

const cell = (steps: number, trainedSteps = 0) =>
  ({ trainedSteps, config: { trainer: { options: { steps } } } }) as unknown as PlannedCell;

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
