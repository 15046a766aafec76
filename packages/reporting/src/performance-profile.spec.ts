import { performanceProfile } from './performance-profile';
import { describeFigure } from './testing/describe-figure';
import { madeRecord } from './testing/made-records';

const tasks = [
  { name: 'recall', score: 'recall' },
  { name: 'gap', score: 'gap', zero: 1, one: 0 },
];
describeFigure(performanceProfile.type, performanceProfile.make({ tasks }), {
  texts: ['normalised score τ', 'share of runs and tasks above τ', 'Performance profiles'],
  isStyled: true,
});

const rowsOf = (records: Parameters<ReturnType<typeof performanceProfile.make>['draw']>[0]) => {
  const { spec, notes } = performanceProfile.make({ tasks, points: 3 }).draw(records);
  return { rows: (spec?.['data'] as { values: Record<string, unknown>[] }).values, notes };
};

describe('performanceProfile', () => {
  it('counts runs and tasks above each threshold, lower scores as better where one < zero', () => {
    const { rows } = rowsOf([
      madeRecord('A', 0, { recall: 0.6, gap: 0.9 }), // .6, .1
      madeRecord('A', 1, { recall: 0.4, gap: 0 }), // .4, 1
    ]);
    expect(rows.map(({ x, mean }) => [x, mean])).toEqual([
      [0, 1],
      [0.5, 0.5],
      [1, 0],
    ]);
    for (const { low, mean, high } of rows as { low: number; mean: number; high: number }[]) {
      expect(low).toBeLessThanOrEqual(mean);
      expect(high).toBeGreaterThanOrEqual(mean);
    }
  });

  it('reaches over 0 and 1 where scores do, has no band for one run, and names what is left out', () => {
    const { rows, notes } = rowsOf([
      madeRecord('A', 0, { recall: -1, gap: -1 }),
      madeRecord('A', 1, { recall: 0.5 }),
      madeRecord('B', 0, { gap: 1 }),
    ]);
    expect(rows.map(({ x }) => x)).toEqual([-1, 0.5, 2]);
    expect(rows.every(({ low, mean, high }) => low === mean && mean === high)).toBe(true);
    expect(notes.at(-1)).toBe('Left out, as they lack the score of a task: A, seed 1; B.');
  });
});
