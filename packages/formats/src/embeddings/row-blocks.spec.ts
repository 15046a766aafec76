import { temporaryFolder } from '@alignclip/core/testing';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddingStore } from './embedding-store';
import { RowBlocks } from './row-blocks';

const width = 4;
const named = (count: number) =>
  new Map(Array.from({ length: count }, (_, i) => [`row ${i}`, Float32Array.of(i, 1, 2, 3)]));

/** Reads the first of so many rows, removes the files, and reads the others. */
async function readAfterRemoval(count: number) {
  const folder = join(temporaryFolder('blocks'), 'rows');
  const rows = named(count);
  await new EmbeddingStore(folder, width).write(rows);
  const [first, ...others] = [...rows.keys()];
  const store = new EmbeddingStore(folder, width);
  expect(await store.read([first!])).toEqual(new Map([[first, rows.get(first!)]]));
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
  rows.delete(first!);
  return { found: await store.read(others), rows };
}

describe('RowBlocks', () => {
  it('has a file in memory once many of its rows were wanted', async () => {
    const { found, rows } = await readAfterRemoval(200);
    expect(found).toEqual(rows);
  });

  it('leaves a file with few rows on the disk', async () => {
    const { found } = await readAfterRemoval(20);
    expect(found.size).toBe(0);
  });

  it('reads single rows of a large file until the whole costs no more', async () => {
    const large = { path: 'never read', rows: 1 << 20, checksums: new Uint32Array(), start: 0 };
    const blocks = new RowBlocks(); // 64 MiB: 256 reads
    for (let i = 0; i < 255; i += 1) expect(await blocks.of(large, 16, 1)).toBeUndefined();
    await expect(blocks.of(large, 16, 1)).rejects.toThrow('cannot read "never read": no such file');
  });

  it('holds at most 256 MiB', async () => {
    const huge = { path: 'never read', rows: 1 << 23, checksums: new Uint32Array(), start: 0 };
    expect(await new RowBlocks().of(huge, 16, 1 << 23)).toBeUndefined();
  });
});
