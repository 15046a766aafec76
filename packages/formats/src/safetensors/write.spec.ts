import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@alignclip/core';
import type { StoredTensor } from '../stored-tensor';
import { parseSafetensors, readSafetensors } from './read';
import { formatSafetensors, writeChecked, writeSafetensors } from './write';

const everyType = new Map<string, StoredTensor>([
  ['half', { dtype: 'F16', shape: [4], data: new Float32Array([1.5, -0.25, 65504, 2 ** -24]) }],
  ['brain', { dtype: 'BF16', shape: [2, 2], data: new Float32Array([1.5, -2, Infinity, NaN]) }],
  ['single', { dtype: 'F32', shape: [], data: new Float32Array([Math.PI]) }],
  ['double', { dtype: 'F64', shape: [1, 1], data: new Float64Array([Math.PI]) }],
  ['long', { dtype: 'I64', shape: [2], data: new BigInt64Array([-(2n ** 63n), 5n]) }],
  ['int', { dtype: 'I32', shape: [2], data: new Int32Array([-7, 7]) }],
  ['short', { dtype: 'I16', shape: [1], data: new Int16Array([-300]) }],
  ['byte', { dtype: 'I8', shape: [3], data: new Int8Array([-1, 0, 1]) }],
  ['unsigned', { dtype: 'U8', shape: [0, 5], data: new Uint8Array(0) }],
  ['flag', { dtype: 'BOOL', shape: [2], data: new Uint8Array([1, 0]) }],
]);

describe('writeSafetensors', () => {
  it('writes every type so that it is read back equal, and leaves no temporary file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
    await writeSafetensors(join(folder, 'a.safetensors'), everyType, { format: 'pt', step: '3' });
    const { tensors, metadata } = await readSafetensors(join(folder, 'a.safetensors'));
    expect(new Map([...tensors].sort())).toEqual(new Map([...everyType].sort()));
    expect(metadata).toEqual({ format: 'pt', step: '3' });
    expect(await readdir(folder)).toEqual(['a.safetensors']);
    expect(await readFile(join(folder, 'a.safetensors'))).toEqual(
      formatSafetensors(everyType, { format: 'pt', step: '3' }),
    );
    await rm(folder, { recursive: true });
  });
});

describe('writeChecked', () => {
  it('makes every changed bit known', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
    const path = join(folder, 'a.safetensors');
    const tensors = new Map([...everyType].slice(2, 4));
    await writeChecked(path, tensors, { training: '{"step":52}' });
    const bytes = await readFile(path);
    const whole = await readSafetensors(path);
    expect(whole.tensors).toEqual(new Map([...tensors].reverse()));
    expect(whole.metadata).toEqual({ training: '{"step":52}' });
    expect(bytes.toString('latin1')).toMatch(/"alignclip.sha256":"[0-9a-f]{64}"/);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = new Uint8Array(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      try {
        const read = parseSafetensors(changed, 'changed');
        expect(read).toBe(`changed at bit ${bit}`);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
      }
    }
    await rm(folder, { recursive: true });
  });

  it('names the file whose number has changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
    const path = join(folder, 'a.safetensors');
    await writeChecked(path, everyType);
    const bytes = await readFile(path);
    bytes[bytes.length - 30]! ^= 1;
    await writeFile(path, bytes);
    await expect(readSafetensors(path)).rejects.toThrow(`${path}: corrupt: its content does not match its checksum`);
    await rm(folder, { recursive: true });
  });
});

describe('formatSafetensors', () => {
  it('gives equal bytes for equal tensors in another order', () => {
    expect(formatSafetensors(new Map([...everyType].reverse()))).toEqual(formatSafetensors(everyType));
  });

  it('starts the data at a multiple of 8', () => {
    const bytes = formatSafetensors(everyType);
    expect(Number(bytes.readBigUInt64LE(0)) % 8).toBe(0);
    expect(parseSafetensors(bytes).tensors.size).toBe(everyType.size);
  });

  it('rounds half precisions to the nearest, ties to even', () => {
    const values = new Float32Array([1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -11, 70_000]);
    const brain = parseSafetensors(
      formatSafetensors(new Map([['x', { dtype: 'BF16', shape: [4], data: values }]])),
    ).tensors.get('x');
    expect(brain?.data).toEqual(new Float32Array([1, 1 + 2 ** -6, 1, 70_144]));
    const half = parseSafetensors(
      formatSafetensors(new Map([['x', { dtype: 'F16', shape: [4], data: values }]])),
    ).tensors.get('x');
    expect(half?.data).toEqual(new Float32Array([1 + 2 ** -8, 1 + 3 * 2 ** -8, 1, Infinity]));
  });

  it('refuses numbers that do not fill the shape, and the reserved name', () => {
    const short: StoredTensor = { dtype: 'F32', shape: [3], data: new Float32Array(2) };
    expect(() => formatSafetensors(new Map([['w', short]]))).toThrow(/"w": 2 numbers do not fill the shape \[3\]/);
    expect(() => formatSafetensors(new Map([['__metadata__', short]]))).toThrow(/reserves that name/);
  });
});
