import type { Random } from '@alignclip/core';
import { chosen, happens } from './draw';
import { hostileTexts } from './hostile';

const maxBytes = 2 ** 20;

type Change = (random: Random, bytes: Buffer, others: readonly Uint8Array[]) => Buffer;

/** The bytes with one to eight changes; `others` are sound inputs to take parts from. */
export function mutateBytes(random: Random, bytes: Uint8Array, others: readonly Uint8Array[]): Buffer {
  let changed: Buffer = Buffer.from(bytes);
  do changed = chosen(random, changes)(random, changed, others).subarray(0, maxBytes);
  while (happens(random, 0.5));
  return changed;
}

const place = (random: Random, { length }: Uint8Array): number => random.integer(length + 1);

/** A range within the bytes, mostly a short one. */
function range(random: Random, bytes: Uint8Array): [start: number, end: number] {
  const start = place(random, bytes);
  const most = happens(random, 0.8) ? Math.min(64, bytes.length - start) : bytes.length - start;
  return [start, start + random.integer(most + 1)];
}

const replaced = (bytes: Buffer, start: number, end: number, by: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, start), by, bytes.subarray(end)]);

/** Overwrites from `start` on, never beyond the end. */
function overwritten(bytes: Buffer, start: number, by: Uint8Array): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(by.subarray(0, Math.max(0, copy.length - start)), Math.min(start, copy.length));
  return copy;
}

const oddBytes = [0, 1, 0x0a, 0x20, 0x22, 0x7f, 0x80, 0xfe, 0xff];

/** Numbers that a field of a length or a count should not hold. */
const oddSizes = [
  0,
  1,
  2,
  127,
  128,
  255,
  256,
  32_767,
  65_535,
  2 ** 24,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 53,
  2 ** 63,
];

function field(random: Random, { length }: Uint8Array): Buffer {
  const value = chosen(
    random,
    [...oddSizes, length, length - 1, length + 1].filter((size) => size >= 0),
  );
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  const short = bytes.subarray(0, chosen(random, [1, 2, 4, 8]));
  return happens(random, 0.5) ? short : Buffer.from(short).reverse();
}

const changes: readonly Change[] = [
  function flipBit(random, bytes) {
    if (bytes.length === 0) return bytes;
    const at = random.integer(bytes.length);
    return overwritten(bytes, at, Buffer.of(bytes[at]! ^ (1 << random.integer(8))));
  },
  (random, bytes) => overwritten(bytes, place(random, bytes), Buffer.of(chosen(random, oddBytes))),
  (random, bytes) => overwritten(bytes, place(random, bytes), field(random, bytes)),
  function addSomething(random, bytes) {
    if (bytes.length === 0) return bytes;
    const at = random.integer(bytes.length);
    return overwritten(bytes, at, Buffer.of((bytes[at]! + random.integer(33) - 16) & 255));
  },
  function cutEnd(random, bytes) {
    return bytes.subarray(0, place(random, bytes));
  },
  function remove(random, bytes) {
    return replaced(bytes, ...range(random, bytes), Buffer.alloc(0));
  },
  function repeat(random, bytes) {
    const [start, end] = range(random, bytes);
    const part = bytes.subarray(start, end);
    const times = Math.min(
      1 + random.integer(happens(random, 0.2) ? 2000 : 4),
      Math.ceil(maxBytes / (part.length || 1)),
    );
    return replaced(bytes, start, start, Buffer.concat(Array.from({ length: times }, () => part)));
  },
  function insertToken(random, bytes) {
    const at = place(random, bytes);
    return replaced(bytes, at, at, Buffer.from(chosen(random, hostileTexts)));
  },
  (random, bytes) => overwritten(bytes, place(random, bytes), Buffer.from(chosen(random, hostileTexts))),
  function splice(random, bytes, others) {
    const other = chosen(random, others);
    return replaced(bytes, ...range(random, bytes), other.subarray(...range(random, other)));
  },
  function fill(random, bytes) {
    const [start, end] = range(random, bytes);
    return overwritten(bytes, start, Buffer.alloc(end - start, chosen(random, oddBytes)));
  },
  function noise(random, bytes) {
    const [start, end] = range(random, bytes);
    return overwritten(
      bytes,
      start,
      Buffer.from(Array.from({ length: Math.min(end - start, 4096) }, () => random.integer(256))),
    );
  },
  function otherNumber(random, bytes) {
    const text = bytes.toString('latin1');
    const numbers = [...text.matchAll(/\d+/g)].slice(0, 2000);
    if (numbers.length === 0) return bytes;
    const { index, 0: digits } = chosen(random, numbers);
    return replaced(bytes, index, index + digits.length, Buffer.from(chosen(random, oddNumbers)));
  },
];

const oddNumbers = ['0', '-1', '1', '2', '1.5', '1e9', '4294967296', '9007199254740993', '9'.repeat(25), '-0', '00'];
