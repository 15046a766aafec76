import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@alignclip/core';

import { madeZip } from '../testing/made-zip';
import { parseNpy, readNpy, readNpz } from './read-npy';

/** As numpy.save writes it. */
function npy(
  type: string,
  shape: string,
  content: Uint8Array,
  { order = 'False', version = 1, length = -1 } = {},
): Buffer {
  const text = `{'descr': '${type}', 'fortran_order': ${order}, 'shape': ${shape}, }`.padEnd(117) + '\n';
  const size = Buffer.alloc(version === 1 ? 2 : 4);
  size.writeUIntLE(length < 0 ? text.length : length, 0, size.length);
  return Buffer.concat([
    Buffer.from([0x93]),
    Buffer.from('NUMPY'),
    Buffer.from([version, 0]),
    size,
    Buffer.from(text),
    content,
  ]);
}

const floats = (...values: number[]) => Buffer.from(new Float32Array(values).buffer);
const objects = npy('|O', '(1,)', Buffer.from('cos\nsystem\n'));

const corrupt: [string, Buffer, RegExp][] = [
  ['no bytes', Buffer.alloc(0), /not an \.npy/],
  ['zero bytes', Buffer.alloc(200), /not an \.npy/],
  ['another magic', Buffer.concat([Buffer.from('x'), npy('<f4', '(1,)', floats(1)).subarray(1)]), /not an \.npy/],
  ['an unknown version', npy('<f4', '(1,)', floats(1), { version: 9 }), /version 9/],
  ['a header past the end', npy('<f4', '(1,)', floats(1), { length: 60_000 }), /header of 60000/],
  ['a header of gigabytes', npy('<f4', '(1,)', floats(1), { version: 2, length: 0xffffffff }), /header of 4294967295/],
  ['a header truncated', npy('<f4', '(1,)', floats(1)).subarray(0, 60), /header/],
  ['data truncated', npy('<f4', '(2,)', floats(1, 2)).subarray(0, -1), /7 bytes do not fill/],
  ['data left over', npy('<f4', '(2,)', floats(1, 2, 3)), /12 bytes do not fill/],
  ['Python objects', objects, /numpy type "\|O"|header of an array/],
  ['text', npy('<U8', '(1,)', Buffer.alloc(32)), /header|numpy type/],
  ['complex numbers', npy('<c8', '(1,)', Buffer.alloc(8)), /numpy type "<c8"/],
  ['a structured type', npy("[('a', '<f4')]", '(1,)', floats(1)), /not the header/],
  ['a type from the prototype', npy('constructor1', '(1,)', floats(1)), /numpy type/],
  ['petabytes', npy('<f4', '(1000000000000, 1000)', floats(1)), /do not fill/],
  ['an overflowing shape', npy('<f4', '(9007199254740991, 9007199254740991)', floats(1)), /do not fill/],
  ['a negative dimension', npy('<f4', '(-1,)', floats(1)), /not the header/],
  ['a shape of code', npy('<f4', '(__import__("os"),)', floats(1)), /not the header/],
  ['an order of code', npy('<f4', '(1,)', floats(1), { order: 'exit()' }), /not the header/],
  ['bytes that are no text', npy('\xff\xfe', '(1,)', floats(1)), /numpy type|not the header/],
];

describe('parseNpy', () => {
  it.each(corrupt)('refuses %s', (_what, bytes, message) => {
    expect(() => parseNpy(bytes, 'made.npy')).toThrow(UserError);
    expect(() => parseNpy(bytes, 'made.npy')).toThrow(message);
    expect(() => parseNpy(bytes, 'made.npy')).toThrow(/made\.npy/);
  });

  it('reads scalars, vectors and matrices of either order', () => {
    expect(parseNpy(npy('<f4', '()', floats(7)))).toEqual({ dtype: 'F32', shape: [], data: new Float32Array([7]) });
    expect(parseNpy(npy('<f4', '(2,)', floats(1, 2), { version: 2 })).shape).toEqual([2]);
    expect(parseNpy(npy('<f4', '(2, 3)', floats(1, 4, 2, 5, 3, 6), { order: 'True' })).data).toEqual(
      new Float32Array([1, 2, 3, 4, 5, 6]),
    );
  });

  it.each([
    `{"shape":(2,),"fortran_order":False,"descr":"<f4"}`,
    `{ 'fortran_order' : False , 'descr' : '<f4' , 'shape' : ( 2L , ) , }`,
  ])('reads every form of header that numpy reads: %s', (text) => {
    const size = Buffer.alloc(2);
    size.writeUInt16LE(text.length);
    const start = npy('<f4', '(2,)', floats()).subarray(0, 8);
    const file = (header: string) => Buffer.concat([start, size, Buffer.from(header), floats(1, 2)]);
    expect(parseNpy(file(text))).toEqual({ dtype: 'F32', shape: [2], data: new Float32Array([1, 2]) });
    expect(() => parseNpy(file(text.replace('fortran_order', 'shape'.padEnd(13))))).toThrow('not the header');
    expect(() => parseNpy(file(text.replace('shape', 'descr')))).toThrow('not the header');
  });

  it('reads half and double precision, whole numbers and big-endian ones', () => {
    expect(parseNpy(npy('<f2', '(2,)', Buffer.from('003c00c0', 'hex'))).data).toEqual(new Float32Array([1, -2]));
    expect(parseNpy(npy('<f8', '(1,)', Buffer.from(new Float64Array([Math.PI]).buffer))).data).toEqual(
      new Float64Array([Math.PI]),
    );
    expect(parseNpy(npy('>i2', '(2,)', Buffer.from([0, 1, 1, 0]))).data).toEqual(new Int16Array([1, 256]));
    expect(parseNpy(npy('<u2', '(2,)', Buffer.from([255, 255, 0, 1]))).data).toEqual(new Uint16Array([65_535, 256]));
    expect(parseNpy(npy('|b1', '(2,)', Buffer.from([1, 0]))).dtype).toBe('BOOL');
  });
});

describe('files of numpy', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'numpy-'))));
  afterEach(async () => rm(folder, { recursive: true }));

  it('readNpy and readNpz read one array and several', async () => {
    const array = npy('<f4', '(2,)', floats(1, 2));
    await writeFile(join(folder, 'a.npy'), array);
    await writeFile(
      join(folder, 'a.npz'),
      madeZip([
        { name: 'left.npy', content: array },
        { name: 'right.npy', content: array, deflate: true },
      ]),
    );
    const expected = parseNpy(array);
    expect(await readNpy(join(folder, 'a.npy'))).toEqual(expected);
    expect(await readNpz(join(folder, 'a.npz'))).toEqual(
      new Map([
        ['left', expected],
        ['right', expected],
      ]),
    );
  });

  it('readNpz refuses bombs, names outside and arrays of objects', async () => {
    const refuses = async (members: Parameters<typeof madeZip>[0], message: RegExp) => {
      await writeFile(join(folder, 'a.npz'), madeZip(members));
      await expect(readNpz(join(folder, 'a.npz'))).rejects.toThrow(message);
    };
    await refuses([{ name: 'a.npy', content: Buffer.alloc(70 * 2 ** 20), deflate: true }], /expand to far more/);
    await refuses([{ name: '../a.npy', content: floats(1) }], /invalid relative path/);
    await refuses([{ name: 'a.npy', content: objects }], /a\.npy/);
  });
});
