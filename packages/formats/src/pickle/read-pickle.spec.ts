import { UserError } from '@alignclip/core';

import { MemoryBudget } from '../memory-budget';
import { isTensor, numpyGlobals } from '../numpy/numpy-globals';
import { bytes, call, global, int, pickle, text, tuple, uint32 } from '../testing/pickle-bytes';
import { readPickle } from './read-pickle';

const none = new Map<string, never>();
const read = (data: Uint8Array) => readPickle(data, { name: 'made.pkl', allowed: none }).value;

/** Made by CPython 3.11: pickle.dumps(value, protocol).hex(). */
const cpython: [string, string, unknown][] = [
  [
    '0',
    '286470300a566c720a70310a46302e350a73566e0a70320a49350a732e',
    new Map<string, unknown>([
      ['lr', 0.5],
      ['n', 5],
    ]),
  ],
  [
    '2',
    '80027d71002858010000006171015d7102284b014dff014a000001008a0500000000806558010000006271034e8889877104752e',
    new Map<string, unknown>([
      ['a', [1, 511, 65536, -(2 ** 39)]],
      ['b', [null, true, false]],
    ]),
  ],
  [
    '4',
    '80049521000000000000007d948c03cebb78945d942843010194473ff80000000000008f94284b039065732e',
    new Map([['λx', [new Uint8Array([1]), 1.5, [3]]]]),
  ],
  [
    '5',
    '80059525000000000000005d94288a090000000000000000408a0800000000000000809601000000000000007a94652e',
    [2n ** 70n, -(2n ** 63n), new Uint8Array([122])],
  ],
];

const forbidden: [string, Uint8Array, RegExp][] = [
  ['os.system', pickle(call(global('os', 'system'), text('touch /tmp/never'))), /"os\.system"/],
  [
    'posix.system by STACK_GLOBAL',
    pickle(text('posix'), text('system'), 0x93, tuple(text('id')), 'R'),
    /"posix\.system"/,
  ],
  ['builtins.eval', pickle(call(global('builtins', 'eval'), text('1'))), /"builtins\.eval"/],
  ['builtins.getattr', pickle(global('builtins', 'getattr')), /"builtins\.getattr"/],
  ['a prototype name', pickle(global('constructor', 'constructor')), /"constructor\.constructor"/],
  ['INST', bytes('(', text('id'), 'ios\nsystem\n', '.'), /opcode 0x69/],
  ['OBJ', pickle('(', text('id'), 'o'), /opcode 0x6f/],
  ['NEWOBJ_EX', pickle(text('a'), text('b'), text('c'), 0x92), /opcode 0x92/],
  ['an extension', pickle(0x82, 1), /opcode 0x82/],
  ['a call of what is no function', pickle(text('os'), tuple(), 'R'), /calls a value/],
  ['attributes', pickle(']', '}', 'b'), /sets attributes/],
  ['a persistent id without a meaning', pickle(text('0'), 'Q'), /persistent id/],
];

const corrupt: [string, Uint8Array, RegExp][] = [
  ['no bytes', bytes(), /ends early/],
  ['only zero bytes', Buffer.alloc(100), /opcode 0x0/],
  ['no end', pickle(int(1)).subarray(0, -1), /ends early/],
  ['protocol 6', bytes(0x80, 6, 'N.'), /protocol 6/],
  ['text of 4 gigabytes', pickle('X', uint32(0xffffffff), 'a'), /ends early/],
  ['text of 2^64 bytes', pickle(0x8d, Buffer.alloc(8, 0xff)), /length of 18446744073709551615/],
  ['a frame past the end', pickle(0x95, Buffer.alloc(8, 0x7f)), /past the end/],
  ['a whole number of gigabytes', pickle(0x8b, uint32(0x7fffffff)), /whole number of 2147483647 bytes/],
  ['bad UTF-8', pickle(text(Buffer.from([0xff, 0xfe]))), /not UTF-8/],
  ['an unterminated line', bytes('c', 'a'.repeat(10_000)), /an unterminated line/],
  ['a duplicate key', pickle('}(', text('a'), int(1), text('a'), int(2), 'u'), /"a" occurs twice/],
  ['a key without a value', pickle('}(', text('a'), 'u'), /key without a value/],
  ['a dict as key', pickle('}(}', int(1), 'u'), /neither text nor number/],
  ['an empty stack', pickle('0'), /empty stack/],
  ['no mark', pickle('t'), /no mark/],
  ['an absent memo', pickle('j', uint32(0xfffffff0)), /no memo 4294967280/],
  ['items for a list', pickle(']', text('a'), int(1), 's'), /not a dict/],
  ['values left over', pickle(int(1), int(2)), /left over/],
  ['a list in itself', pickle(']', 'q', 0, 'h', 0, 'a'), /contains itself/],
  ['deep nesting', pickle(']'.repeat(5_000), 'a'.repeat(4_999)), /deeper than 100/],
  [
    'a billion laughs',
    pickle(']', ...Array.from({ length: 60 }, () => bytes('q', 0, '0]', 'h', 0, 'a', 'h', 0, 'a'))),
    /expands to more/,
  ],
  ['millions of operations', pickle('N0'.repeat(3_000_000), 'N'), /more than 4000000 operations/],
];

describe('readPickle', () => {
  it.each(cpython)('reads protocol %s of CPython', (_protocol, hex, value) => {
    expect(read(Buffer.from(hex, 'hex'))).toEqual(value);
  });

  it.each(forbidden)('refuses %s', (_what, data, message) => {
    expect(() => read(data)).toThrow(UserError);
    expect(() => read(data)).toThrow(message);
  });

  it.each(corrupt)('refuses %s', (_what, data, message) => {
    expect(() => read(data)).toThrow(UserError);
    expect(() => read(data)).toThrow(message);
    expect(() => read(data)).toThrow(/made\.pkl/);
  });

  it('says where the next pickle starts', () => {
    const two = bytes(pickle(int(1)), pickle(int(2)));
    const first = readPickle(two, { name: 'two', allowed: none });
    expect(readPickle(two, { name: 'two', allowed: none, start: first.end }).value).toBe(2);
  });
});

describe('numpyGlobals', () => {
  const budget = () => new MemoryBudget(0, 'made.pkl');
  const numpy = (data: Uint8Array) =>
    readPickle(data, {
      name: 'made.pkl',
      allowed: new Map(numpyGlobals('made.pkl', budget()).map((one) => [one.global, one])),
    }).value;
  const type = (code: string, order = '<') =>
    bytes(call(global('numpy', 'dtype'), text(code), int(0), int(1)), tuple(int(3), text(order)), 'b');
  const raw = (...values: number[]) =>
    call(global('_codecs', 'encode'), text(Buffer.from(values).toString('latin1')), text('latin1'));
  const array = (state: Uint8Array) =>
    bytes(
      call(global('numpy.core.multiarray', '_reconstruct'), global('numpy', 'ndarray'), tuple(int(0)), text('b')),
      state,
      'b',
    );

  it('reads arrays and numbers, big-endian too', () => {
    const value = numpy(
      pickle(array(tuple(int(1), tuple(int(2), int(2)), type('u1'), Buffer.from([0x88]), raw(1, 2, 3, 200)))),
    );
    expect(isTensor(value) && value.tensor).toEqual({
      dtype: 'U8',
      shape: [2, 2],
      data: new Uint8Array([1, 3, 2, 200]),
    });
    expect(numpy(pickle(call(global('numpy._core.multiarray', 'scalar'), type('i2', '>'), raw(1, 0))))).toBe(256);
  });

  it('refuses arrays of objects and bytes that do not fill the shape', () => {
    expect(() => numpy(pickle(type('O8')))).toThrow(/numpy type "<O8"/);
    expect(() =>
      numpy(pickle(array(tuple(int(1), tuple(int(3)), type('f4'), Buffer.from([0x89]), raw(1, 2))))),
    ).toThrow(/2 bytes do not fill/);
  });

  it('refuses bytes that are repeated again and again', () => {
    const megabyte = bytes(text('a'.repeat(2 ** 20)), 'q', 0, '0');
    const again = Array.from({ length: 100 }, () => bytes(global('_codecs', 'encode'), 'h', 0, 0x85, 'R0'));
    expect(() => numpy(pickle(megabyte, ...again, 'N'))).toThrow(/expand to far more/);
  });
});
