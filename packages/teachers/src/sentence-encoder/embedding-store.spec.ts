import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddingStore } from './embedding-store';

const row = (...values: number[]) => Float32Array.from(values);

describe('EmbeddingStore', () => {
  let folder: string;
  beforeEach(() => (folder = join(mkdtempSync(join(tmpdir(), 'alignclip-store-')), 'embeddings')));

  it('gives back what any writer put in', async () => {
    await new EmbeddingStore(folder, 2).write(
      new Map([
        ['a cat', row(1, 2)],
        ['a dog', row(3, 4)],
      ]),
    );
    await new EmbeddingStore(folder, 2).write(new Map([['ein Hund 🐕', row(5, 6)]]));
    const found = await new EmbeddingStore(folder, 2).read(['a dog', 'ein Hund 🐕', 'a bird']);
    expect(Object.fromEntries(found)).toEqual({ 'a dog': row(3, 4), 'ein Hund 🐕': row(5, 6) });
  });

  it('is empty before the first writer', async () =>
    expect(await new EmbeddingStore(folder, 2).read(['a'])).toEqual(new Map()));

  it('writes equal sentences to one file, and leaves no other', async () => {
    const store = new EmbeddingStore(folder, 1);
    await Promise.all([
      store.write(
        new Map([
          ['a', row(1)],
          ['b', row(2)],
        ]),
      ),
      store.write(
        new Map([
          ['b', row(2)],
          ['a', row(1)],
        ]),
      ),
    ]);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('puts its small files together, from which every process then reads the same', async () => {
    const [writer, other] = [new EmbeddingStore(folder, 1, 6), new EmbeddingStore(folder, 1)];
    for (const i of [0, 1]) await writer.write(new Map([[`a${i}`, row(i)], [`b${i}`, row(10 + i)]])); // prettier-ignore
    expect(await other.read(['a0', 'b1'])).toEqual(new Map([['a0', row(0)], ['b1', row(11)]])); // prettier-ignore
    expect(readdirSync(folder)).toHaveLength(2);
    await writer.write(new Map([['a2', row(2)], ['b2', row(12)]])); // prettier-ignore
    expect(readdirSync(folder)).toHaveLength(1);
    const names = ['a0', 'b0', 'a1', 'b1', 'a2', 'b2'];
    const all = new Map([0, 10, 1, 11, 2, 12].map((value, i) => [names[i]!, row(value)]));
    for (const store of [writer, other, new EmbeddingStore(folder, 1)]) {
      expect(await store.read(names)).toEqual(all);
      expect(await store.missing([...names, 'c'])).toEqual(['c']);
    }
    await writer.write(new Map([['c', row(3)]]));
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
    await store.write(new Map([['a', row(1)]]));
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    expect(await store.read(['a'])).toEqual(new Map());
    expect(await store.missing(['a'])).toEqual(['a']);
    await store.write(new Map([['a', row(2)], ['b', row(3)]])); // prettier-ignore
    expect(await store.read(['a'])).toEqual(new Map([['a', row(2)]]));
  });

  it('drops damaged files, so that their embeddings are computed again', async () => {
    const store = new EmbeddingStore(folder, 2);
    await store.write(new Map([['a', row(1, 2)]]));
    writeFileSync(join(folder, `${'0'.repeat(64)}.safetensors`), 'not a tensor');
    await new EmbeddingStore(folder, 3).write(new Map([['b', row(1, 2, 3)]]));
    expect([...(await store.read(['a', 'b'])).keys()]).toEqual(['a']);
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
