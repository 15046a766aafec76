import { sha256 } from '@alignclip/core';
import type { EmbeddingFile } from './embedding-file';
import { KeyIndex } from './key-index';

const keyOf = (text: string): Buffer => Buffer.from(sha256(text), 'hex');
const file = (path: string, rows: number): EmbeddingFile => ({
  path,
  rows,
  checksums: new Uint32Array(rows),
  start: 0,
});
const keysOf = (names: readonly string[]): Buffer => Buffer.concat(names.map(keyOf));

describe('KeyIndex', () => {
  it('finds every row again, and nothing else', () => {
    const index = new KeyIndex();
    const names = Array.from({ length: 20_000 }, (_, i) => `in ${i}`);
    index.add(file('a', 15_000), keysOf(names.slice(0, 15_000)));
    index.add(file('b', 5000), keysOf(names.slice(15_000)));
    expect(index.size).toBe(names.length);
    const wrong = names.filter((name, i) => {
      const { file: found, row } = index.find(keyOf(name)) ?? {};
      return (
        found?.path !== (i < 15_000 ? 'a' : 'b') || row !== i % 15_000 || index.find(keyOf(`out ${i}`)) !== undefined
      );
    });
    expect(wrong).toEqual([]);
  });

  it('keeps the first place of a key, until its file is dropped', () => {
    const index = new KeyIndex();
    const first = index.add(file('a', 1), keysOf(['x']));
    index.add(file('b', 2), keysOf(['y', 'x']));
    expect(index.find(keyOf('x'))).toMatchObject({ file: { path: 'a' }, row: 0 });
    index.drop(first);
    expect(index.find(keyOf('x'))).toBeUndefined();
    index.add(file('c', 2), keysOf(['x', 'y']));
    expect(index.find(keyOf('x'))).toMatchObject({ file: { path: 'c' }, row: 0 });
    expect(index.find(keyOf('y'))).toMatchObject({ file: { path: 'b' }, row: 0 });
    expect(index.size).toBe(2);
  });

  it('distinguishes keys that start with the same word', () => {
    const index = new KeyIndex();
    const key = (last: number) => Buffer.concat([Buffer.of(0, 0, 3, 255, 0, 0, 0, last), Buffer.alloc(24)]);
    index.add(file('a', 9), Buffer.concat(Array.from({ length: 9 }, (_, i) => key(i))));
    const rows = Array.from({ length: 10 }, (_, i) => index.find(key(i))?.row);
    expect(rows).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, undefined]);
  });
});
