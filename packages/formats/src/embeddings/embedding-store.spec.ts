import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@alignclip/core/testing';
import { locateTensors } from '../safetensors/read';
import { rowOf } from '../testing/store-program';
import { EmbeddingStore } from './embedding-store';

const row = (...values: number[]) => Float32Array.from(values);
const rowsOf = (values: Record<string, number>) =>
  new Map(Object.entries(values).map(([sentence, value]) => [sentence, row(value)]));

describe('EmbeddingStore', () => {
  let folder: string;
  beforeEach(() => (folder = join(temporaryFolder('store'), 'embeddings')));

  it('gives back what any writer put in, to the bit', async () => {
    const odd = row(-0, Number.MIN_VALUE, 1 / 3, NaN);
    await new EmbeddingStore(folder, 4).write(
      new Map([
        ['a cat', odd],
        ['a dog', row(3, 4, 5, 6)],
      ]),
    );
    await new EmbeddingStore(folder, 4).write(new Map([['ein Hund 🐕', row(5, 6, 7, 8)]]));
    const found = await new EmbeddingStore(folder, 4).read(['a dog', 'ein Hund 🐕', 'a bird', 'a cat']);
    expect([...found.keys()].sort()).toEqual(['a cat', 'a dog', 'ein Hund 🐕']);
    expect(found.get('a dog')).toEqual(row(3, 4, 5, 6));
    expect(found.get('ein Hund 🐕')).toEqual(row(5, 6, 7, 8));
    expect(Buffer.from(found.get('a cat')!.buffer)).toEqual(Buffer.from(odd.buffer));
  });

  it('is empty before the first writer', async () =>
    expect(await new EmbeddingStore(folder, 2).read(['a'])).toEqual(new Map()));

  it('writes equal sentences to one file, and leaves no other', async () => {
    const store = new EmbeddingStore(folder, 1);
    await Promise.all([store.write(rowsOf({ a: 1, b: 2 })), store.write(rowsOf({ b: 2, a: 1 }))]);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('merges its small files, from which every process then reads the same', async () => {
    const [writer, other] = [new EmbeddingStore(folder, 1, 6), new EmbeddingStore(folder, 1)];
    await writer.write(rowsOf({ a0: 0, b0: 10 }));
    await writer.write(rowsOf({ a1: 1, b1: 11 }));
    expect(await other.read(['a0', 'b1'])).toEqual(rowsOf({ a0: 0, b1: 11 }));
    expect(readdirSync(folder)).toHaveLength(2);
    await writer.write(rowsOf({ a2: 2, b2: 12 }));
    expect(readdirSync(folder)).toHaveLength(1);
    const all = rowsOf({ a0: 0, b0: 10, a1: 1, b1: 11, a2: 2, b2: 12 });
    for (const store of [writer, other, new EmbeddingStore(folder, 1)]) {
      expect(await store.read([...all.keys()])).toEqual(all);
      expect(await store.missing([...all.keys(), 'c'])).toEqual(['c']);
    }
    await writer.write(rowsOf({ c: 3 }));
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('leaves large files as they are', async () => {
    const store = new EmbeddingStore(folder, 1, 6);
    const rows = (from: number) => new Map(Array.from({ length: 5000 }, (_, i) => [`${from + i}`, row(i)] as const));
    for (const from of [0, 5000]) await store.write(rows(from));
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('computes again what is gone, once', async () => {
    const store = new EmbeddingStore(folder, 1);
    await store.write(rowsOf({ a: 1 }));
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    expect(await store.read(['a'])).toEqual(new Map());
    expect(await store.missing(['a'])).toEqual(['a']);
    await store.write(rowsOf({ a: 2 }));
    expect(await store.read(['a'])).toEqual(rowsOf({ a: 2 }));
    await store.write(rowsOf({ a: 2, b: 3 }));
    expect(await store.read(['a', 'b'])).toEqual(rowsOf({ a: 2, b: 3 }));
  });

  it('drops corrupt files, so that their embeddings are computed again', async () => {
    const store = new EmbeddingStore(folder, 2);
    await store.write(new Map([['a', row(1, 2)]]));
    writeFileSync(join(folder, `${'0'.repeat(64)}.safetensors`), 'not a tensor');
    await new EmbeddingStore(folder, 3).write(new Map([['b', row(1, 2, 3)]]));
    expect([...(await store.read(['a', 'b'])).keys()]).toEqual(['a']);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('computes a row again of which one exponent bit has changed, and keeps all others', async () => {
    const names = Array.from({ length: 100 }, (_, i) => `made ${i}`);
    const all = new Map(names.map((name) => [name, rowOf(name, 8)]));
    await new EmbeddingStore(folder, 8).write(all);
    const path = join(folder, readdirSync(folder)[0]!);
    const bytes = readFileSync(path);
    const { start } = (await locateTensors(path)).get('embeddings')!;
    for (let i = 0; i < 100; i += 10) bytes[start + i * 32 + 3]! ^= 0x40;
    writeFileSync(path, bytes);
    const lines: string[] = [];
    const store = new EmbeddingStore(folder, 8, undefined, (line) => lines.push(line));
    const found = await store.read(names);
    expect(found.size).toBe(90);
    for (const [name, values] of found) expect(values).toEqual(all.get(name));
    expect(lines).toEqual([expect.stringContaining('10 rows corrupt')]);
    const lost = names.filter((name) => !found.has(name));
    expect(await store.missing(names)).toEqual(lost);
    await store.write(new Map(lost.map((name) => [name, all.get(name)!])));
    for (const reader of [store, new EmbeddingStore(folder, 8)]) expect(await reader.read(names)).toEqual(all);
    expect(lines).toHaveLength(1);
  });

  it('reads rows that another process has replaced by others', async () => {
    const [reader, writer] = [new EmbeddingStore(folder, 1), new EmbeddingStore(folder, 1)];
    await writer.write(rowsOf({ a: 1 }));
    expect(await reader.read(['a'])).toEqual(rowsOf({ a: 1 }));
    await writer.write(rowsOf({ a: 5 }));
    expect(await reader.read(['a'])).toEqual(rowsOf({ a: 5 }));
  });

  it('keeps rows in memory where the folder can not be written, and says so once', async () => {
    writeFileSync(folder, 'a file in place of the folder');
    const lines: string[] = [];
    const store = new EmbeddingStore(folder, 1, undefined, (line) => lines.push(line));
    await store.write(rowsOf({ a: 1 }));
    await store.write(rowsOf({ b: 2 }));
    expect(await store.read(['a', 'b', 'c'])).toEqual(rowsOf({ a: 1, b: 2 }));
    expect(await store.missing(['a', 'c'])).toEqual(['c']);
    expect(lines).toEqual([expect.stringContaining("embeddings can't be cached")]);
  });

  it('is usable after each of several writers was killed while it wrote', async () => {
    const width = 16;
    const written = new Map<string, number>();
    const killed = async (name: string, lines: number) => {
      const program = join(__dirname, '../testing/store-program.ts');
      const options = ['-r', '@alignclip/launchers/typescript'];
      const child = spawn(process.execPath, [...options, program, folder, String(width), name]);
      let text = '';
      for await (const chunk of child.stdout) {
        text += String(chunk);
        if (text.split('\n').length > lines) break;
      }
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      written.set(name, Number(text.split('\n').at(-2)));
    };
    await Promise.all([killed('a', 3), killed('b', 8)]);
    await killed('a', 5); // the same rows once more
    await killed('c', 1);
    const names = [...written].flatMap(([name, count]) => Array.from({ length: count }, (_, i) => `${name} ${i}`));
    const found = await new EmbeddingStore(folder, width).read(names);
    expect(found.size).toBe(names.length);
    for (const [name, values] of found) expect(values).toEqual(rowOf(name, width));
  });
});
