import { UserError } from '@alignclip/core';
import { taskAggregates } from './task-aggregates';
import { describeTable } from './testing/describe-table';
import { madeRecord } from './testing/made-records';

const tasks = [
  { name: 'R@10', score: 'recall' },
  { name: 'loss', score: 'loss', zero: 4, one: 0 },
];
const table = taskAggregates.make({ tasks, baseline: 'A' });
const records = [0, 1, 2].flatMap((seed) => [
  madeRecord('A', seed, { recall: 0.2 + 0.1 * seed, loss: 3 }), // .2 .3 .4 and .25
  madeRecord('B', seed, { recall: 0.5 + 0.1 * seed, loss: 3 - seed }), // .5 .6 .7 and .25 .5 .75
]);
describeTable(taskAggregates.type, table, records);

const meansOf = (name: string, given = records) =>
  table
    .render(given)
    .rows.find((row) => row.name === name)!
    .cells.map((cell) => cell && Number(cell.mean.toFixed(9)));

describe('taskAggregates', () => {
  it('gives runs, interquartile mean, median, mean, optimality gap, and the probability of improvement', () => {
    expect(meansOf('B').filter((_, i) => i % 2 === 1)).toEqual(
      [0.575, 0.55, 0.55, 0.45, 11 / 12].map((v) => Number(v.toFixed(9))),
    );
    expect(meansOf('A').slice(-2)).toEqual([undefined, undefined]);
    expect(meansOf('A')[0]).toBe(3);
  });

  it('gives intervals around the values', () => {
    const { rows, columns } = table.render(records);
    for (const { cells } of rows)
      cells.forEach((cell, i) => {
        if (columns[i]!.shows !== 'interval' || cell === undefined) return;
        expect(cell.interval![0]).toBeLessThanOrEqual(cell.mean);
        expect(cell.interval![1]).toBeGreaterThanOrEqual(cell.mean);
      });
  });

  it('counts a fold of the data once', () => {
    const folded = [0, 1].flatMap((seed) =>
      records.map((record) => ({
        ...record,
        seed,
        config: { dataset: { slot: 'dataset', type: 'fold', options: { of: 3, index: record.seed } } },
      })),
    );
    expect(meansOf('B', folded)).toEqual(meansOf('B'));
  });

  it('has no interval for one run', () => {
    const { rows } = table.render(records.filter(({ seed }) => seed === 0));
    expect(rows[1]!.cells[1]!.mean).toBeCloseTo(0.375, 12);
    expect(rows[1]!.cells[2]).toBeUndefined();
  });

  it('states how scores are normalised, which runs are left out, and a baseline without runs', () => {
    const { notes, rows } = taskAggregates
      .make({ tasks, baseline: 'C' })
      .render([...records, madeRecord('A', 3, { recall: 1 }), madeRecord('D', 0, { recall: NaN, loss: 1 })]);
    expect(notes).toContain(
      'Scores are normalised task by task, (score − zero) / (one − zero), zero to one: R@10 0 to 1, loss 4 to 0.',
    );
    expect(notes).toContain('Left out, as they lack the score of a task: A, seed 3; D.');
    expect(notes).toContain('No probability of improvement: the baseline C has no runs (the nearest is A).');
    expect(notes).toContain('With fewer than 10 runs, here 3, these intervals are too narrow.');
    expect(rows[2]!.cells.every((cell) => cell === undefined)).toBe(true);
  });

  it('names a score that no run has, with the nearest', () => {
    const misspelt = taskAggregates.make({ tasks: [{ name: 'R@10', score: 'recalls' }] });
    expect(misspelt.render(records).notes).toContain('No run has the score recalls (the nearest is recall).');
  });

  it('refuses tasks whose zero is their one', () =>
    expect(() => taskAggregates.make({ tasks: [{ name: 'x', score: 'x', zero: 1 }] })).toThrow(UserError));
});
