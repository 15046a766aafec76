import { readEventFile } from '@alignclip/formats';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventFileName, RunEvents, curveGroups, curveRows } from './run-events';

const folder = mkdtempSync(join(tmpdir(), 'run-events-'));
afterAll(() => rmSync(folder, { recursive: true }));
const points = (name: string) =>
  readEventFile(join(folder, name, eventFileName)).points.map(({ tag, step, value }) => [tag, step, value]);

describe('RunEvents', () => {
  it('tells each row of growing curves once, and the scores', () => {
    const events = new RunEvents(join(folder, 'grows'));
    const curves = { step: [1], L: [3], 'trajectory/step': [0], 'trajectory/distance': [1] };
    events.curves(curves);
    events.curves(curves);
    curves.step.push(10);
    curves.L.push(2);
    events.curves(curves);
    events.scores(10, { 'gap/test/distance': 0.5 });
    expect(points('grows')).toEqual([
      ['train/L', 1, 3],
      ['trajectory/distance', 0, 1],
      ['train/L', 10, 2],
      ['scores/gap/test/distance', 10, 0.5],
    ]);
  });

  it('goes on where an earlier session has stopped, from curves that go back behind its end', () => {
    const all = { step: [1, 10, 20, 30], L: [4, 3, 2, 1] };
    const first = (count: number) => ({ step: all.step.slice(0, count), L: all.L.slice(0, count) });
    new RunEvents(join(folder, 'resumed')).curves(first(3));
    const resumed = new RunEvents(join(folder, 'resumed'));
    for (const count of [2, 3, 4]) resumed.curves(first(count));
    expect(points('resumed').map(([, step]) => step)).toEqual([1, 10, 20, 30]);
  });
});

const curves = {
  step: [1, 10],
  L: [3, 2],
  'logit-scale': [14, 15],
  'trajectory/step': [0, 5],
  'trajectory/gap/distance': [1, 0.5],
};

describe('curveGroups', () => {
  it('finds which curves share their steps', () => {
    expect([...curveGroups(curves)]).toEqual([
      ['', ['L', 'logit-scale']],
      ['trajectory/', ['trajectory/gap/distance']],
    ]);
    expect(curveGroups({}).size).toBe(0);
  });
});

describe('curveRows', () => {
  it('gives one row a step, from any on', () => {
    expect(curveRows(curves, '', ['L', 'logit-scale'])).toEqual([
      { step: 1, values: { L: 3, 'logit-scale': 14 } },
      { step: 10, values: { L: 2, 'logit-scale': 15 } },
    ]);
    expect(curveRows(curves, 'trajectory/', ['trajectory/gap/distance'], 1)).toEqual([
      { step: 5, values: { 'trajectory/gap/distance': 0.5 } },
    ]);
  });

  it('leaves out what is not there yet', () => {
    expect(curveRows({ step: [1, 2], L: [3] }, '', ['L'], 1)).toEqual([{ step: 2, values: {} }]);
  });
});
