import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@alignclip/core';
import { itWhere } from '@alignclip/core/testing';

import { goldenFile, hasGoldenFile } from '../testing/golden';
import { madeLegacyCheckpoint as legacy } from '../testing/pickle-bytes';
import { madeZip, type Member } from '../testing/made-zip';
import { bytes, call, dict, global, int, pickle, storage, tensor, text, tuple } from '../testing/pickle-bytes';
import { readTorchCheckpoint } from './read-torch-checkpoint';
import { stateDictOf, tensorsOf } from './read-torch-checkpoint';

const floats = (...values: number[]) => Buffer.from(new Float32Array(values).buffer);
const one = (value: Uint8Array) => pickle(dict(text('w'), value));
const vector = tensor(storage('FloatStorage', '0', 2), 0, [2], [1]);
const vectorWith = (...more: Uint8Array[]) =>
  call(
    global('torch._utils', '_rebuild_tensor_v2'),
    storage('FloatStorage', '0', 2),
    int(0),
    tuple(int(2)),
    tuple(int(1)),
    Buffer.from([0x89]),
    call(global('collections', 'OrderedDict')),
    ...more,
  );
const pkl = (content: Uint8Array, name = 'a/data.pkl'): Member => ({ name, content });
const data = (content: Uint8Array, rest: Partial<Member> = {}): Member => ({ name: 'a/data/0', content, ...rest });
const zipOf = (value: Uint8Array, ...members: Member[]) => madeZip([pkl(one(value)), ...members]);

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'torch-'))));
afterEach(async () => rm(folder, { recursive: true }));

async function read(content: Uint8Array) {
  await writeFile(join(folder, 'made.pt'), content);
  return readTorchCheckpoint(join(folder, 'made.pt'));
}

const tensors = async (content: Uint8Array) =>
  Object.fromEntries(
    [...(tensorsOf(await read(content)) ?? [])].map(([name, { shape, data: values }]) => [name, [shape, [...values]]]),
  );

const good = zipOf(vector, data(floats(1, 2)));
const bomb = Buffer.alloc(70 * 2 ** 20);

const corrupt: [string, () => Buffer, RegExp][] = [
  ['no bytes', () => Buffer.alloc(0), /not a PyTorch checkpoint/],
  ['only zero bytes', () => Buffer.alloc(500), /not a PyTorch checkpoint/],
  ['a plain pickle', () => one(int(1)), /not written by torch\.save/],
  ['a zip truncated', () => good.subarray(0, -30), /made\.pt/],
  ['a zip of something else', () => madeZip([{ name: 'word/document.xml', content: floats(1) }]), /0 data\.pkl/],
  ['two archives in one', () => madeZip([pkl(one(int(1))), pkl(one(int(1)), 'b/data.pkl')]), /2 data\.pkl/],
  ['TorchScript', () => madeZip([pkl(one(int(1))), { name: 'a/constants.pkl', content: floats() }]), /TorchScript/],
  ['os.system', () => zipOf(call(global('os', 'system'), text('touch never'))), /"os\.system"/],
  [
    'another function of torch',
    () => zipOf(global('torch._utils', '_rebuild_sparse_tensor')),
    /_rebuild_sparse_tensor/,
  ],
  [
    'an unknown storage type',
    () => zipOf(tensor(storage('Size', '0', 2), 0, [2], [1]), data(floats(1, 2))),
    /not a storage type/,
  ],
  [
    'a tensor with an unknown property',
    () => zipOf(vectorWith(dict(text('conj'), Buffer.from([0x88]))), data(floats(1, 2))),
    /a tensor with the property "conj"/,
  ],
  ['metadata that are no dict', () => zipOf(vectorWith(int(1)), data(floats(1, 2))), /metadata are not a dict/],
  [
    'a tensor with more arguments than are known',
    () => zipOf(vectorWith(dict(), int(1)), data(floats(1, 2))),
    /1 arguments? more than are known/,
  ],
  [
    'a shape of a thousand dimensions',
    () => zipOf(tensor(storage('FloatStorage', '0', 2), 0, new Array<number>(1000).fill(1), [1]), data(floats(1, 2))),
    /without storage, type, offset, shape or strides/,
  ],
  [
    'an ordered dict that is made again and again from one list',
    () => {
      const pairs = bytes(
        ']',
        'q',
        0,
        '(',
        ...Array.from({ length: 20_000 }, (_, i) => tuple(text(String(i)), Buffer.from('N'))),
        'e',
      );
      const again = bytes(global('collections', 'OrderedDict'), 'h', 0, 0x85, 'R');
      return madeZip([pkl(pickle('(', pairs, ...Array.from({ length: 500 }, () => again), 'l'))]);
    },
    /an ordered dict would expand to far more/,
  ],
  ['a missing storage', () => zipOf(vector), /"a\/data\/0" has no bytes/],
  ['a short storage', () => zipOf(vector, data(floats(1))), /has 4 bytes, its tensors need 8/],
  [
    'a storage with two sizes',
    () => zipOf(tuple(vector, tensor(storage('FloatStorage', '0', 3), 0, [1], [1]))),
    /two types or sizes/,
  ],
  [
    'a shape past the storage',
    () => zipOf(tensor(storage('FloatStorage', '0', 2), 1, [2], [1]), data(floats(1, 2))),
    /goes past its storage/,
  ],
  [
    'a negative stride',
    () => zipOf(tensor(storage('FloatStorage', '0', 2), 1, [2], [-1]), data(floats(1, 2))),
    /goes past/,
  ],
  [
    'terabytes from one number',
    () => zipOf(tensor(storage('FloatStorage', '0', 1), 0, [2 ** 20, 2 ** 20], [0, 0]), data(floats(1))),
    /expand to far more/,
  ],
  [
    'a storage outside the archive',
    () => zipOf(tensor(storage('FloatStorage', '../../etc/passwd', 2), 0, [2], [1])),
    /has no bytes/,
  ],
  [
    'a member name outside the archive',
    () => madeZip([pkl(one(vector)), { name: '../evil', content: floats(1) }]),
    /invalid relative path/,
  ],
  ['an absolute member name', () => madeZip([{ name: '/etc/passwd', content: floats(1) }]), /absolute path/],
  ['two members of one name', () => zipOf(vector, data(floats(1, 2)), data(floats(3, 4))), /two members "a\/data\/0"/],
  ['a wrong checksum', () => zipOf(vector, data(floats(1, 2), { crc: 1 })), /wrong checksum/],
  ['a wrong stored size', () => zipOf(vector, data(floats(1, 2), { declaredSize: 9 })), /size/],
  [
    'a packed member larger than it says',
    () => zipOf(vector, data(floats(1, 2, 3), { deflate: true, declaredSize: 8 })),
    /too many bytes|a\/data\/0/,
  ],
  ['an encrypted member', () => zipOf(vector, data(floats(1, 2), { flags: 1, deflate: true })), /encrypted/],
  ['a zip bomb', () => zipOf(vector, data(bomb, { deflate: true })), /expand to far more/],
  [
    'gigabytes declared',
    () => zipOf(vector, data(floats(1, 2), { deflate: true, declaredSize: 0xfffffffe })),
    /expand to far more/,
  ],
  ['a legacy file truncated', () => legacy(one(vector), floats(1, 2)).subarray(0, -1), /ends early/],
  ['a legacy count that lies', () => legacy(one(vector), floats(1, 2), { count: 2 ** 40 }), /1099511627776 numbers/],
  ['a legacy storage without a tensor', () => legacy(one(int(1)), floats(1, 2)), /belongs to no tensor/],
  ['another legacy version', () => legacy(one(vector), floats(1, 2), { version: 1002 }), /version 1001/],
];

describe('readTorchCheckpoint', () => {
  it.each(corrupt)('refuses %s', async (_what, make, message) => {
    const reading = read(make());
    await expect(reading).rejects.toThrow(UserError);
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toThrow(/made\.pt/);
    expect(await readdir(folder)).toEqual(['made.pt']);
  });

  it('reads views of one storage, row-major, each in its own memory', async () => {
    const whole = storage('FloatStorage', '0', 6);
    const views = pickle(
      dict(
        text('all'),
        tensor(whole, 0, [6], [1]),
        text('same'),
        tensor(whole, 0, [2, 3], [3, 1]),
        text('turned'),
        tensor(whole, 0, [3, 2], [1, 3]),
        text('end'),
        tensor(whole, 4, [2], [1]),
        text('wide'),
        tensor(whole, 5, [2, 1], [0, 1]),
      ),
    );
    const made = madeZip([pkl(views), data(floats(1, 2, 3, 4, 5, 6))]);
    expect(await tensors(made)).toEqual({
      all: [[6], [1, 2, 3, 4, 5, 6]],
      same: [
        [2, 3],
        [1, 2, 3, 4, 5, 6],
      ],
      turned: [
        [3, 2],
        [1, 4, 2, 5, 3, 6],
      ],
      end: [[2], [5, 6]],
      wide: [
        [2, 1],
        [6, 6],
      ],
    });
    const found = tensorsOf(await read(made));
    found?.get('all')?.data.fill(0 as never);
    expect(found?.get('same')?.data[1]).toBe(2);
  });

  it('reads compressed members, big-endian numbers, half precision and parameters', async () => {
    const half = call(
      global('torch._utils', '_rebuild_parameter'),
      tensor(storage('HalfStorage', '0', 2), 0, [2], [1]),
      Buffer.from([0x88]),
      call(global('collections', 'OrderedDict')),
    );
    const made = madeZip([
      { ...pkl(one(half)), deflate: true },
      data(Buffer.from('3c00c000', 'hex'), { deflate: true }),
      { name: 'a/byteorder', content: Buffer.from('big') },
    ]);
    expect(await tensors(made)).toEqual({ w: [[2], [1, -2]] });
  });

  it('reads legacy files of either byte order, views of a storage included', async () => {
    expect(await tensors(legacy(one(vector), floats(1, 2)))).toEqual({ w: [[2], [1, 2]] });
    expect(await tensors(legacy(one(vector), floats(1, 2).swap32(), { little: false }))).toEqual({ w: [[2], [1, 2]] });
    const view = storage('FloatStorage', '0', 3, tuple(text('v'), int(1), int(2)));
    expect(await tensors(legacy(one(tensor(view, 0, [2], [1])), floats(1, 2, 3)))).toEqual({ w: [[2], [2, 3]] });
  });

  it('ignores the attributes of a state dict', async () => {
    const state = bytes(
      call(global('collections', 'OrderedDict')),
      '(',
      text('w'),
      vector,
      'u',
      dict(text('_metadata'), int(1)),
      'b',
    );
    expect(await tensors(madeZip([pkl(pickle(state)), data(floats(1, 2))]))).toEqual({ w: [[2], [1, 2]] });
  });
});

const golden = 'checkpoint.pt';

describe('stateDictOf', () => {
  it('finds the parameters under state_dict, or the dict itself, and lists the other keys', async () => {
    const nested = pickle(dict(text('epoch'), int(3), text('state_dict'), dict(text('w'), vector)));
    expect([...stateDictOf(await read(madeZip([pkl(nested), data(floats(1, 2))]))).keys()]).toEqual(['w']);
    expect([...stateDictOf(await read(good)).keys()]).toEqual(['w']);
    expect(() => stateDictOf(new Map([['epoch', 3]]))).toThrow(/it holds: epoch/);
    expect(() => stateDictOf([])).toThrow(/not a dict/);
  });

  itWhere(
    hasGoldenFile(golden),
    `the golden set has no ${golden}`,
    'finds those of a training checkpoint of PyTorch',
    async () => {
      const names = [...stateDictOf(await readTorchCheckpoint(goldenFile(golden))).keys()];
      expect(names).toContain('module.logit_scale');
    },
  );
});
