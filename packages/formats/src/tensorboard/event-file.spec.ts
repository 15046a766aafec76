import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeEvent, encodeEvent, EventFile, readEventFile } from './event-file';

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

  it('keeps a value of exactly 0, and of -0, NaN and infinity, and a curve without a name', () => {
    const values = { zero: 0, negative: -0, undefined: NaN, infinite: -Infinity, '': 0 };
    new EventFile(path).add(0, values);
    const { points } = readEventFile(path);
    expect(points).toEqual(Object.entries(values).map(([tag, value]) => ({ tag, step: 0, value })));
  });

  it('takes no point twice when a resumed run repeats it', () => {
    new EventFile(path).add(10, { L: 1 });
    const resumed = new EventFile(path);
    for (const step of [5, 10, 20]) resumed.add(step, { L: 1, other: 2 });
    resumed.add(20, { L: 1 });
    expect(stepsOf('L')).toEqual([10, 20]);
    expect(stepsOf('other')).toEqual([5, 10, 20]);
  });

  it('drops a truncated record wherever its writer was killed, and continues', () => {
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

  it('starts anew where the file is not its own', () => {
    for (const content of ['', 'hello', Buffer.alloc(500, 255)]) {
      writeFileSync(path, content);
      new EventFile(path).add(1, { L: 1 });
      expect(stepsOf('L')).toEqual([1]);
    }
    truncateSync(path, 2 ** 31); // sparse
    new EventFile(path).add(2, { L: 1 });
    expect(stepsOf('L')).toEqual([2]);
  });

  it('ignores everything after a corrupt record', () => {
    new EventFile(path).add(1, { L: 1 });
    appendFileSync(path, 'garbage that is longer than the header of a record');
    new EventFile(path).add(2, { L: 1 });
    expect(stepsOf('L')).toEqual([1, 2]);
  });
});

const event = { wallTime: 1.5, step: 300, summary: { value: [{ tag: 'train/L', simpleValue: 2.5 }] } };
/** As the Python package tensorboard 2.21 serialises the same event. */
const bytes = Buffer.from('09000000000000f83f10ac022a100a0e0a07747261696e2f4c1500002040', 'hex');

/** The same with the value 0. */
const zero = { wallTime: 1.5, step: 300, summary: { value: [{ tag: 'train/L', simpleValue: 0 }] } };
const zeroBytes = Buffer.from('09000000000000f83f10ac022a100a0e0a07747261696e2f4c1500000000', 'hex');

describe('encodeEvent', () => {
  it('writes a value of 0', () => expect(Buffer.from(encodeEvent(zero)).equals(zeroBytes)).toBe(true));

  it('writes the bytes that the official message classes write', () => {
    expect(Buffer.from(encodeEvent(event)).equals(bytes)).toBe(true);
  });
});

describe('decodeEvent', () => {
  it('reads them back, and steps beyond 32 bits', () => {
    expect(decodeEvent(bytes)).toEqual(event);
    expect(decodeEvent(encodeEvent({ ...event, step: 2 ** 40 }))?.step).toBe(2 ** 40);
  });

  it('gives no scalar for a value that holds none', () => {
    const tensor = Buffer.from('09000000000000f83f10ac022a0b0a090a07747261696e2f4c', 'hex');
    expect(decodeEvent(tensor)?.summary).toEqual({ value: [{ tag: 'train/L' }] });
  });

  it('gives nothing for bytes that are not an event', () =>
    expect(decodeEvent(Buffer.from([9, 1, 2]))).toBeUndefined());
});
