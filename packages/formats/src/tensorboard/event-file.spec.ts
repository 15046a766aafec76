import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventFile, readEventFile } from './event-file';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'events-'));
  path = join(folder, 'events.out.tfevents.1.test');
});
afterEach(() => rmSync(folder, { recursive: true }));

const stepsOf = (tag: string) =>
  readEventFile(path)
    .points.filter((point) => point.tag === tag)
    .map(({ step }) => step);

describe('EventFile', () => {
  it('keeps the points of several curves', () => {
    const file = new EventFile(path);
    file.add(0, { 'train/L': 2.5 });
    file.add(10, { 'train/L': 1.25, 'train/logit-scale': 14 });
    expect(readEventFile(path)).toEqual({
      points: [
        { tag: 'train/L', step: 0, value: 2.5 },
        { tag: 'train/L', step: 10, value: 1.25 },
        { tag: 'train/logit-scale', step: 10, value: 14 },
      ],
      size: readFileSync(path).length,
    });
  });

  it('takes no point twice when a resumed run tells it again', () => {
    new EventFile(path).add(10, { L: 1 });
    const resumed = new EventFile(path);
    for (const step of [5, 10, 20]) resumed.add(step, { L: 1, other: 2 });
    resumed.add(20, { L: 1 });
    expect(stepsOf('L')).toEqual([10, 20]);
    expect(stepsOf('other')).toEqual([5, 10, 20]);
  });

  it('drops a record that was cut off wherever its writer was killed, and goes on', () => {
    const file = new EventFile(path);
    file.add(1, { L: 1 });
    const whole = readFileSync(path).length;
    file.add(2, { L: 2 });
    const all = readFileSync(path);
    for (let end = whole + 1; end < all.length; end += 1) {
      writeFileSync(path, all.subarray(0, end));
      new EventFile(path).add(2, { L: 3 });
      expect(readEventFile(path).points).toEqual([
        { tag: 'L', step: 1, value: 1 },
        { tag: 'L', step: 2, value: 3 },
      ]);
    }
  });

  it('begins anew where the file is none of its own', () => {
    for (const content of ['', 'hello', Buffer.alloc(500, 255)]) {
      writeFileSync(path, content);
      new EventFile(path).add(1, { L: 1 });
      expect(stepsOf('L')).toEqual([1]);
    }
    truncateSync(path, 2 ** 31); // sparse
    new EventFile(path).add(2, { L: 1 });
    expect(stepsOf('L')).toEqual([2]);
  });

  it('ignores what follows a damaged record', () => {
    new EventFile(path).add(1, { L: 1 });
    appendFileSync(path, 'garbage that is longer than the header of a record');
    new EventFile(path).add(2, { L: 1 });
    expect(stepsOf('L')).toEqual([1, 2]);
  });
});
