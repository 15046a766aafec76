import { contentHash } from '@alignclip/core';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { madeRecord } from '../testing/made-record';
import { formatRecord, readRecord, readRecords, type StartedCell, StartedCells, trainedSteps } from './records';
import { writeSafetensors } from '@alignclip/formats';
import { scratchFolder } from '../testing/scratch-folder';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'alignclip-records-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const text = JSON.stringify(madeRecord(), null, 1);
const write = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('readRecord', () => {
  it('gives the record of a whole file', () => expect(readRecord(write('a.json', text))).toEqual(madeRecord()));

  it.each([
    ['is empty', '', /^empty: 0 bytes$/],
    ['is cut off', text.slice(0, 200), /JSON/],
    ['is no JSON', 'seed: 0', /JSON/],
    ['is no object', '[]', /expected object/],
    ['has another schema', text.replace('"schema": 1', '"schema": 2'), /^field "schema": .*expected 1/],
    ['lacks a field', text.replace('"seed"', '"sead"'), /^field "seed": /],
    ['has a number that is none', text.replace('0.25', 'null'), /^field "scores.gap\/test\/alignment-score": /],
    ['names a field twice', text.replace('"seed": 0', '"seed": 1, "seed": 0'), /^field "seed" occurs twice$/],
    ['has bytes that are no text', '\u0000\ufffd', /JSON/],
  ])('says what is wrong with one that %s', (_what, content, problem) => {
    expect(readRecord(write('a.json', content))).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('tells a changed value from another layout, and reads a record without a checksum', () => {
    const checked = formatRecord(madeRecord());
    const read = (content: string) => readRecord(write('a.json', content));
    expect(read(checked)).toEqual(madeRecord());
    const { schema, ...rest } = JSON.parse(checked) as Record<string, unknown>;
    expect(read(JSON.stringify({ ...rest, schema }))).toEqual(madeRecord());
    const corrupt = { problem: expect.stringMatching(/^corrupt: its values do not match its checksum/) };
    expect(read(checked.replace('0.25', '0.24'))).toEqual(corrupt);
    expect(read(checked.replace('"seed": 0', '"seed": 1'))).toEqual(corrupt);
    expect(read(checked.replace(/"checksum": ".(.*)"/, '"checksum": "g$1"'))).toEqual(corrupt);
    expect(read(checked.replace('"checksum"', '"check-sum"'))).toEqual(corrupt); // its name has changed
    expect(read(text)).toEqual(madeRecord());
  });

  it('does not read a huge file', () => {
    const path = write('a.json', text);
    truncateSync(path, 2 ** 33); // sparse
    expect(readRecord(path)).toEqual({ problem: expect.stringContaining('8589934592 bytes, more than') });
  });

  it('says so where there is no file, and where it is a folder', () => {
    mkdirSync(join(folder, 'b.json'));
    expect(readRecord(join(folder, 'b.json'))).toEqual({ problem: 'not a file' });
    expect(readRecord(join(folder, 'c.json'))).toEqual({ problem: expect.stringContaining('ENOENT') });
  });
});

describe('readRecords', () => {
  it('gives what can be read and names the rest', () => {
    const other = { ...madeRecord({ variant: 'B' }), key: contentHash('other') };
    write('b.json', JSON.stringify(other));
    write('a.json', text);
    write('c.json', text.slice(0, 99));
    write('notes.txt', 'not looked at');
    const { records, problems } = readRecords(folder);
    expect(records).toEqual([madeRecord(), other]);
    expect(problems).toEqual([expect.stringMatching(/c\.json: .*JSON/)]);
  });

  it('takes one of two files with one key, and says which', () => {
    const [first, second] = [write('a.json', text), write('b.json', text)];
    expect(readRecords(folder)).toEqual({
      records: [madeRecord()],
      problems: [`${second}: ignored: it has the same key as ${first}`],
    });
  });
});

const scratch = scratchFolder('started');
const cell: StartedCell = {
  experiment: 'quickstart',
  variant: 'CLIP',
  seed: 0,
  profile: 'quick',
  key: contentHash('key'),
  trainingKey: contentHash('training'),
  startedAt: '2026-01-01T00:00:00.000Z',
};

describe('StartedCells', () => {
  it('knows a cell until it is removed', async () => {
    const cells = new StartedCells(join(scratch.path, 'one'));
    expect(cells.read().size).toBe(0);
    await cells.add('clip-seed0-0123', cell);
    expect([...cells.read()]).toEqual([['clip-seed0-0123', cell]]);
    cells.remove('clip-seed0-0123');
    expect(cells.read().size).toBe(0);
  });

  it('leaves out marks that say nothing, and removes with a cell what a killed process left of its mark', async () => {
    const folder = join(scratch.path, 'two', 'started');
    mkdirSync(folder, { recursive: true });
    for (const name of ['.clip-seed0-0123.json.9.tmp', '.other-seed1-4567.json.9.tmp', 'broken.json'])
      writeFileSync(join(folder, name), '{');
    const cells = new StartedCells(join(scratch.path, 'two'));
    await cells.add('clip-seed0-0123', cell);
    expect([...cells.read().keys()]).toEqual(['clip-seed0-0123']);
    cells.remove('clip-seed0-0123');
    expect(readdirSync(folder).sort()).toEqual(['.other-seed1-4567.json.9.tmp', 'broken.json']);
  });
});

const weights = new Map([['w', { dtype: 'F32' as const, shape: [1], data: Float32Array.of(1) }]]);

describe('trainedSteps', () => {
  it('reads the step of a checkpoint', async () => {
    const file = join(scratch.path, 'a.safetensors');
    await writeSafetensors(file, weights, { training: JSON.stringify({ key: '', step: 40, seconds: 1, curves: {} }) });
    expect(await trainedSteps(file)).toBe(40);
  });

  it('is 0 without a checkpoint, for other weights and for a broken file', async () => {
    expect(await trainedSteps(join(scratch.path, 'absent.safetensors'))).toBe(0);
    const other = join(scratch.path, 'other.safetensors');
    await writeSafetensors(other, weights, {});
    expect(await trainedSteps(other)).toBe(0);
    const broken = join(scratch.path, 'broken.safetensors');
    writeFileSync(broken, 'no tensors');
    expect(await trainedSteps(broken)).toBe(0);
  });
});
