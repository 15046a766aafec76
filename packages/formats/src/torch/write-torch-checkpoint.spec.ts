import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isTensor } from '../numpy/numpy-globals';
import { isDict } from '../pickle/pickle-value';
import type { StoredTensor } from '../stored-tensor';
import { readTorchCheckpoint } from './read-torch-checkpoint';
import { stateDictOf, tensorsOf } from './read-torch-checkpoint';
import { writeTorch, writeTorchCheckpoint } from './write-torch-checkpoint';

const stateDict = new Map<string, StoredTensor>([
  ['half', { dtype: 'F16', shape: [2], data: new Float32Array([1.5, -0.25]) }],
  ['brain', { dtype: 'BF16', shape: [1, 2], data: new Float32Array([1.5, -2]) }],
  ['single', { dtype: 'F32', shape: [], data: new Float32Array([Math.PI]) }],
  ['double', { dtype: 'F64', shape: [2, 1], data: new Float64Array([Math.PI, -0]) }],
  ['long', { dtype: 'I64', shape: [1], data: new BigInt64Array([-(2n ** 62n)]) }],
  ['int', { dtype: 'I32', shape: [2], data: new Int32Array([-7, 7]) }],
  ['short', { dtype: 'I16', shape: [1], data: new Int16Array([-300]) }],
  ['byte', { dtype: 'I8', shape: [3], data: new Int8Array([-1, 0, 1]) }],
  ['unsigned', { dtype: 'U8', shape: [0, 5], data: new Uint8Array(0) }],
  ['flag', { dtype: 'BOOL', shape: [2], data: new Uint8Array([1, 0]) }],
]);

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'torch-'))));
afterEach(async () => rm(folder, { recursive: true }));

describe('writeTorchCheckpoint', () => {
  it('writes a state dict of every type that is read back equal', async () => {
    const path = join(folder, 'a.pt');
    await writeTorchCheckpoint(path, stateDict);
    expect(tensorsOf(await readTorchCheckpoint(path))).toEqual(stateDict);
    expect(await readdir(folder)).toEqual(['a.pt']);
  });

  it('writes a training checkpoint, the same bytes each time', async () => {
    const moments = new Map([[0, { step: 2, exp_avg: stateDict.get('double')! }]]);
    const extra = {
      epoch: 3,
      name: 'tower λ',
      optimizer: { state: moments, param_groups: [{ lr: 1e-3, params: [0] }] },
    };
    await writeTorchCheckpoint(join(folder, 'a.pt'), stateDict, extra);
    await writeTorchCheckpoint(join(folder, 'b.pt'), stateDict, extra);
    expect(await readFile(join(folder, 'a.pt'))).toEqual(await readFile(join(folder, 'b.pt')));
    const read = await readTorchCheckpoint(join(folder, 'a.pt'));
    expect(stateDictOf(read)).toEqual(stateDict);
    const optimizer = isDict(read) ? read.get('optimizer') : undefined;
    const state = isDict(optimizer) ? optimizer.get('state') : undefined;
    const entry = isDict(state) ? state.get(0) : undefined;
    const moment = isDict(entry) ? entry.get('exp_avg') : undefined;
    expect(isTensor(moment) && moment.tensor).toEqual(stateDict.get('double'));
    expect(isDict(optimizer) && optimizer.get('param_groups')).toEqual([
      new Map<string, unknown>([
        ['lr', 1e-3],
        ['params', [0]],
      ]),
    ]);
  });

  it('refuses numbers that do not fill the shape and leaves no file', async () => {
    const short = new Map<string, StoredTensor>([['w', { dtype: 'F32', shape: [3], data: new Float32Array(2) }]]);
    await expect(writeTorchCheckpoint(join(folder, 'a.pt'), short)).rejects.toThrow(/2 numbers do not fill \[3\]/);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('writeTorch', () => {
  it('keeps plain data of every kind', async () => {
    const data = {
      none: null,
      yes: true,
      no: false,
      small: -5,
      large: 2 ** 40,
      huge: 2n ** 62n,
      real: -0.5,
      zero: -0,
      list: [1, ['a']],
      text: '🙂',
    };
    await writeTorch(join(folder, 'a.pt'), data);
    const read = await readTorchCheckpoint(join(folder, 'a.pt'));
    expect(Object.fromEntries(isDict(read) ? read : [])).toEqual(data);
  });
});
