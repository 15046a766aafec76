import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@alignclip/core';
import { itWhere } from '@alignclip/core/testing';

import { float32Tensor } from '../stored-tensor';
import { goldenFile, hasGoldenFile } from '../testing/golden';
import { inspectSafetensors, locateTensors, parseSafetensors, readSafetensors, requireTensor } from './read';
import { formatSafetensors } from './write';

const golden = 'checkpoint.safetensors';

/** A file from a header as text or object; the length field may lie. */
function file(header: unknown, dataBytes = 0, declaredLength?: bigint): Buffer {
  const json = Buffer.isBuffer(header)
    ? header
    : Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(declaredLength ?? BigInt(json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataBytes)]);
}

const entry = (start: number, end: number, dtype: unknown = 'F32', shape: unknown = [(end - start) / 4]) => ({
  dtype,
  shape,
  data_offsets: [start, end],
});

const whole = formatSafetensors(new Map([['weights', float32Tensor([2], new Float32Array([1, 2]))]]));

const corrupt: [string, Buffer, RegExp][] = [
  ['no bytes', Buffer.alloc(0), /too few/],
  ['half a length field', Buffer.alloc(5), /too few/],
  ['only zero bytes', Buffer.alloc(64), /header length 0/],
  ['another magic', Buffer.from('PK\x03\x04 this is a zip file'), /header length/],
  ['a header length past the end', file('{}', 0, 1_000n), /header length 1000/],
  ['the largest header length', file('{}', 0, 2n ** 64n - 1n), /header length 18446744073709551615/],
  ['a header truncated', whole.subarray(0, 30), /header length/],
  ['data truncated', whole.subarray(0, -1), /describes 8 bytes of data, the file has 7/],
  ['data after the last tensor', Buffer.concat([whole, Buffer.alloc(3)]), /the file has 11/],
  ['no JSON', file('{"a": '), /header: /],
  ['a list as header', file('[]'), /not a JSON object/],
  ['bad UTF-8', file(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])), /header: /],
  ['deep nesting', file('['.repeat(200_000) + ']'.repeat(200_000)), /header: nested deeper than 3 levels/],
  ['brackets without an end', file('['.repeat(4_000_000)), /header: nested deeper than 3 levels/],
  [
    'a name that occurs twice',
    file(`{"a": ${JSON.stringify(entry(0, 4))}, "\\u0061": ${JSON.stringify(entry(0, 4))}}`, 4),
    /"a" occurs twice/,
  ],
  [
    'a field that occurs twice',
    file('{"a": {"dtype": "F32", "dtype": "F32", "shape": [1], "data_offsets": [0, 4]}}', 4),
    /"dtype" occurs twice/,
  ],
  ['overlapping tensors', file({ a: entry(0, 8), b: entry(4, 12) }, 12), /tensor "b".*overlaps/],
  ['a gap between tensors', file({ a: entry(0, 4), b: entry(8, 12) }, 12), /tensor "b".*gap/],
  ['an end before the start', file({ a: { dtype: 'F32', shape: [1], data_offsets: [4, 0] } }, 4), /tensor "a"/],
  ['a negative offset', file({ a: entry(-4, 0) }, 0), /tensor "a": data_offsets\.0/],
  ['a fractional dimension', file({ a: entry(0, 4, 'F32', [0.5, 2]) }, 4), /tensor "a": shape\.0/],
  ['a shape that overflows', file({ a: entry(0, 4, 'F32', [2 ** 52, 2 ** 52]) }, 4), /tensor "a": .* takes NaN bytes/],
  ['a shape of petabytes', file({ a: entry(0, 2 ** 50, 'U8', [2 ** 50]) }, 4), /describes 1125899906842624 bytes/],
  ['an unknown type', file({ a: entry(0, 4, 'F9') }, 4), /tensor "a": dtype/],
  ['bytes of a type that is not read', file({ a: entry(0, 4, 'C64', [1]) }, 4), /C64 \[1\] takes 8 bytes/],
  [
    'a dimension written as 2.0',
    file('{"a": {"dtype": "F32", "shape": [2.0], "data_offsets": [0, 8]}}', 8),
    /not written as a whole one \(at character \d+\)/,
  ],
  [
    'an offset written as 8e0',
    file('{"a": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8e0]}}', 8),
    /not written as a whole one/,
  ],
  [
    'too many tensors',
    file(
      `{${Array.from({ length: 200_001 }, (_, i) => `"${i}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}`).join()}}`,
    ),
    /more than 200,000 tensors/,
  ],
  ['a missing field', file({ a: { dtype: 'F32', shape: [1] } }, 4), /tensor "a": data_offsets/],
  ['an extra field', file({ a: { ...entry(0, 4), strides: [1] } }, 4), /tensor "a": .*strides/],
  ['metadata that is no text', file({ __metadata__: { epoch: 3 } }), /__metadata__: epoch/],
];

describe('parseSafetensors', () => {
  it.each(corrupt)('refuses %s', (_what, bytes, message) => {
    expect(() => parseSafetensors(bytes, 'made.safetensors')).toThrow(UserError);
    expect(() => parseSafetensors(bytes, 'made.safetensors')).toThrow(message);
    expect(() => parseSafetensors(bytes, 'made.safetensors')).toThrow(/made\.safetensors/);
  });

  it('reads a header with spaces after it, no tensors and a name from the prototype', () => {
    expect(parseSafetensors(file('{}      ')).tensors.size).toBe(0);
    const odd = parseSafetensors(file('{"__proto__": {"dtype":"U8","shape":[],"data_offsets":[0,1]}}', 1));
    expect(requireTensor(odd, '__proto__')).toEqual({ dtype: 'U8', shape: [], data: new Uint8Array(1) });
  });

  it('reads data that starts at an odd byte', () => {
    const odd = file('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]} }', 0);
    const bytes = Buffer.concat([odd, Buffer.from(new Float32Array([1.5]).buffer)]);
    expect(requireTensor(parseSafetensors(bytes), 'a').data).toEqual(new Float32Array([1.5]));
  });
});

describe('readSafetensors', () => {
  let folder: string;
  beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'safetensors-'))));
  afterAll(async () => rm(folder, { recursive: true }));

  it('reads what the buffer reader reads', async () => {
    const path = join(folder, 'whole.safetensors');
    await writeFile(path, whole);
    expect(await readSafetensors(path)).toEqual(parseSafetensors(whole));
    expect((await inspectSafetensors(path)).entries).toEqual([
      { name: 'weights', dtype: 'F32', shape: [2], start: 0, end: 8 },
    ]);
    const { start, end } = (await locateTensors(path)).get('weights')!;
    const bytes = Uint8Array.from(await readFile(path)).slice(start, end);
    expect([...new Float32Array(bytes.buffer)]).toEqual([1, 2]);
  });

  it('names a missing file, a folder, and a file that declares more than it contains', async () => {
    await expect(readSafetensors(join(folder, 'absent'))).rejects.toThrow(/absent.*no such file/);
    await expect(readSafetensors(folder)).rejects.toThrow(UserError);
    const path = join(folder, 'sparse.safetensors');
    await writeFile(path, file({ a: entry(0, 2 ** 40, 'U8', [2 ** 40]) }));
    await truncate(path, 4_000);
    await expect(readSafetensors(path)).rejects.toThrow(/describes 1099511627776 bytes/);
  });

  itWhere(hasGoldenFile(golden), `the golden set has no ${golden}`, 'reads a file of the official writer', async () => {
    const { tensors } = await readSafetensors(goldenFile(golden));
    const text = requireTensor({ metadata: {}, tensors }, 'input/text');
    expect(text.dtype).toBe('I32');
    expect(text.data.length).toBe(text.shape.reduce((product, size) => product * size, 1));
  });
});

describe('requireTensor', () => {
  it('names the missing tensor', () => {
    expect(() => requireTensor(parseSafetensors(whole), 'bias')).toThrow(/no tensor "bias"/);
  });
});
