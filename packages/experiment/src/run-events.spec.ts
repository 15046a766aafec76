import { readEventFile } from '@alignclip/formats';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventFileName, RunEvents } from './run-events';

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
