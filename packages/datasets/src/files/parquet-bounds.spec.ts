import { gzipSync, brotliCompressSync } from 'node:zlib';
import { UserError } from '@alignclip/core';
import { parquet } from '../parquet';
import { readAll } from '../testing';
import { scratch } from '../testing/scratch';
import { UnpackedPages, unpackers } from './parquet-bounds';
import { checkPages, PageBudget } from './parquet-pages';
import { skimThrift } from './thrift-skim';

const files = scratch();

/** A number as Thrift writes it. */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}
const field = (step: number, type: number, ...content: number[]) => [step * 16 + type, ...content];
const int = (step: number, value: number) => field(step, 5, ...varint(value * 2));

/** A page of the first kind with these values and encoding, in a column that may be missing. */
function page(count: number, encoding: number, levels: readonly number[], values: readonly number[]): Uint8Array {
  const size = 4 + levels.length + values.length;
  const data = field(2, 12, ...int(1, count), ...int(1, encoding), ...int(1, 3), ...int(1, 3), 0);
  const head = [...int(1, 0), ...int(1, size), ...int(1, size), ...data, 0];
  return Uint8Array.from([...head, levels.length, 0, 0, 0, ...levels, ...values]);
}
const check = (chunk: Uint8Array, values = 1000) =>
  checkPages(chunk, { definition: 1, repetition: 0 }, new PageBudget(2 ** 20, values), (packed) => packed);
const present = (count: number) => [...varint(count * 2), 1];

describe('checkPages', () => {
  it('passes a page whose runs have its values', () => {
    expect(() => check(page(100, 8, present(100), [4, ...varint(200), 3]))).not.toThrow();
    expect(() => check(page(10, 8, [5, 255, 3], [2, 5, 0, 0, 0, 0]))).not.toThrow(); // packed bits, filled up to 16
  });

  it.each([
    ['more values than a row group may have', page(2000, 0, present(2000), [])],
    ['a run of levels that goes on', page(10, 0, present(2 ** 30), [])],
    ['a run of values that goes on', page(10, 8, present(10), [4, ...varint(2 ** 31), 3])],
    ['runs of no bits that go on', page(10, 8, present(10), [0, ...varint(2 ** 31)])],
    ['a run whose length has no end', page(10, 8, present(10), [4, ...Array<number>(20).fill(255)])],
    ['values that begin with all of the last one', page(900, 7, present(900), Array<number>(2000).fill(0))],
    ['a page that is cut short', page(10, 8, present(10), [4, 20, 3]).subarray(0, 24)],
    ['a page of negative size', Uint8Array.from([...int(1, 0), ...field(1, 5, 1), ...field(1, 5, 1), 0, 0])],
  ])('refuses %s', (_, chunk) => {
    expect(() => check(chunk)).toThrow(RangeError);
  });
});

describe('unpackers', () => {
  /** Frames of Zstandard with blocks of 128 KiB that repeat one byte. */
  const zstd = Buffer.concat([
    Buffer.from('28b52ffd0058', 'hex'),
    ...Array.from({ length: 8000 }, (_, i) => Buffer.from([i === 7999 ? 3 : 2, 0, 16, 0])),
  ]);

  it.each([
    ['GZIP', gzipSync(Buffer.alloc(200e6))],
    ['BROTLI', brotliCompressSync(Buffer.alloc(100e6))],
    ['ZSTD', zstd],
    ['ZSTD', Buffer.from('28b52ffd20ff010000', 'hex')],
    ['ZSTD', Buffer.from('28b52ffd00ff010000', 'hex')],
  ] as const)('take no more memory than a page of %s says it has', async (codec, packed) => {
    const pages = new UnpackedPages(await unpackers());
    const before = process.memoryUsage().arrayBuffers;
    let after = 0;
    expect(() => {
      try {
        pages.unpack(codec, packed, 100);
      } finally {
        after = process.memoryUsage().arrayBuffers;
      }
    }).toThrow();
    expect(after - before).toBeLessThan(20e6);
  });
});

describe('skimThrift', () => {
  /** Lists of lists that each say they have 2²⁵ elements. */
  const lists = (depth: number) =>
    Uint8Array.from([...field(1, 9), ...Array.from({ length: depth }, () => [0xf9, ...varint(2 ** 25)]).flat(), 0]);

  it('needs a byte for each element, and ends at a depth', () => {
    expect(() => skimThrift(lists(3), 0)).toThrow('metadata ends early');
    expect(() => skimThrift(lists(100), 0)).toThrow('nested too deep');
    expect(() => skimThrift(Uint8Array.from(Array<number>(100).fill(0x1c)), 0)).toThrow('nested too deep');
  });

  it('stops a Parquet file with such metadata, or with too many', async () => {
    const file = (name: string, footer: Uint8Array, length = footer.length) => {
      const end = Buffer.from([0, 0, 0, 0, ...Buffer.from('PAR1')]);
      end.writeUInt32LE(length);
      return files.write(name, Buffer.concat([Buffer.from('PAR1'), footer, end]));
    };
    for (const path of [
      file('lists', lists(20)),
      file('zeros', Buffer.alloc(2 ** 24 + 1)),
      file('early', lists(1), 2 ** 31),
    ]) {
      const dataset = parquet.make({ files: path });
      await expect(readAll(dataset, 'train')).rejects.toThrow(UserError);
    }
  });
});
