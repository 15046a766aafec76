import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
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

  it('drops damaged files, so that their embeddings are computed again', async () => {
    const store = new EmbeddingStore(folder, 2);
    await store.write(new Map([['a', row(1, 2)]]));
    writeFileSync(join(folder, `${'0'.repeat(64)}.safetensors`), 'not a tensor');
    await new EmbeddingStore(folder, 3).write(new Map([['b', row(1, 2, 3)]]));
    expect([...(await store.read(['a', 'b'])).keys()]).toEqual(['a']);
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
