import { selectBackend, tf } from '@alignclip/backend';
import { random, UserError } from '@alignclip/core';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fuzzOptions } from './fuzz-options';
import { minimised, minimisedList } from './minimise';
import type { Target } from './target';
import { targets } from './targets';
import { faultOfOutput, faultsOf } from './watch';

let folder: string;
beforeAll(async () => {
  await selectBackend();
  folder = mkdtempSync(join(tmpdir(), 'alignclip-fuzz-spec-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const faults = (work: () => unknown, limits = { megabytes: 10_000, seconds: 60 }) => faultsOf(work, limits, [folder]);

describe('faultsOf', () => {
  it('finds nothing in a value, an error of the house and one of the system', async () => {
    const refused = () => Promise.reject(new UserError('x: not a file'));
    const missing = () => rmSync(join(folder, 'none'));
    for (const work of [() => 1, refused, missing]) expect(await faults(work)).toEqual([]);
  });

  it('names any other error, with its stack', async () => {
    const [fault] = await faults(() => JSON.parse('{'));
    expect(fault).toMatch(/^SyntaxError: .*\n {4}at /);
    expect(await faults(() => Promise.reject(new UserError(' ')))).toEqual(['message: no words']);
  });

  it('finds what is left behind', async () => {
    expect(await faults(() => writeFileSync(join(folder, 'left'), 'x'))).toEqual([
      expect.stringMatching(/^files: \+ .*left 1/),
    ]);
    expect(await faults(() => void tf.tensor1d([1]))).toEqual(['tensors: 1 left']);
    expect(await faults(() => void (process.env['FUZZ_SPEC'] = '1'))).toEqual([expect.stringMatching(/^globals: /)]);
    delete process.env['FUZZ_SPEC'];
  });

  it('finds what costs too much', async () => {
    const spin = () => {
      for (const start = process.cpuUsage().user; process.cpuUsage().user < start + 50_000;);
    };
    expect(await faults(spin, { megabytes: 10_000, seconds: 0.04 })).toEqual([expect.stringMatching(/^time: /)]);
  });
});

describe('faultOfOutput', () => {
  it('finds what a terminal obeys or hides', () => {
    expect(faultOfOutput('lines\n\tand é 😀')).toBeUndefined();
    for (const bad of ['\u001b[2J', '\0', '\r', '\u202e', '\u009b'])
      expect(faultOfOutput(`a${bad}b`)).toMatch(/^output: /);
  });
});

/** The first dozen. */
const inputsOf = (make: Target['make']): Promise<Uint8Array[]> =>
  Promise.all(Array.from({ length: 12 }, async (_, i) => make(random('spec', i))));

describe('targets', () => {
  it('have names of their own', () => {
    expect(new Set(targets.map(({ name }) => name)).size).toBe(targets.length);
  });

  it.each(targets)('$name makes equal inputs of equal streams, and many of them', async ({ make }) => {
    const inputs = await inputsOf(make);
    const again = await inputsOf(make);
    expect(again.map((input) => Buffer.from(input).toString('base64'))).toEqual(
      inputs.map((input) => Buffer.from(input).toString('base64')),
    );
    expect(new Set(inputs.map((input) => Buffer.from(input).toString('latin1'))).size).toBeGreaterThan(3);
  });
});

describe('minimised', () => {
  it('keeps what the fault needs', async () => {
    const input = Buffer.from(`${'a'.repeat(500)}!${'b'.repeat(300)}?`);
    const fails = (some: Uint8Array) => Promise.resolve(/!.*\?/s.test(Buffer.from(some).toString()));
    expect(Buffer.from(await minimised(input, fails)).toString()).toBe('!?');
    const list = Buffer.from(JSON.stringify(['runs', '--x', 'list', '1']));
    const failing = (some: Uint8Array) => Promise.resolve(Buffer.from(some).toString().includes('--x'));
    expect(Buffer.from(await minimisedList(list, failing)).toString()).toBe('["--x"]');
  });
});

describe('fuzzOptions', () => {
  it('runs for a minute without a count, and refuses what it does not know', () => {
    expect(fuzzOptions([], ['png'])).toMatchObject({ minutes: 1, count: Infinity, seed: 0, targets: ['png'] });
    expect(fuzzOptions(['--count', '5'], ['png'])).toMatchObject({ minutes: Infinity, count: 5 });
    expect(() => fuzzOptions(['--target', 'pgn'], ['png'])).toThrow('unknown target "pgn"; did you mean "png"?');
    expect(() => fuzzOptions(['--count', 'x'], [])).toThrow('--count = "x": must be a number from 0');
    expect(() => fuzzOptions(['--counts', '5'], [])).toThrow(/--counts.*\n.*npm run fuzz/s);
  });
});
