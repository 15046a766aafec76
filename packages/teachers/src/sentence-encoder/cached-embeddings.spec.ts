import { readdirSync, rmSync } from 'node:fs';
import { selectBackend } from '@alignclip/backend';
import { temporaryFolder } from '@alignclip/core/testing';
import { EmbeddingStore } from '@alignclip/formats';
import { loadSentenceEncoder } from '@alignclip/nn/sentence-encoder';
import { madeSentenceEncoder, manySentences } from '@alignclip/nn/testing';
import { CachedEmbeddings } from './cached-embeddings';

const width = 8;
let model: string;
beforeAll(async () => {
  await selectBackend();
  model = await madeSentenceEncoder('bert');
});

/** A cache in a folder, which counts how often the model is loaded. */
function make(folder: string, maxKept?: number) {
  const counts = { loads: 0 };
  const load = () => {
    counts.loads += 1;
    return loadSentenceEncoder(model);
  };
  const store = new EmbeddingStore(folder, width);
  return { counts, embeddings: new CachedEmbeddings({ load, store, ...(maxKept !== undefined && { maxKept }) }) };
}
const newFolder = () => temporaryFolder('embeddings');
const sentences = ['a red cat', 'a dog', 'a dog runs.', 'cats'];

describe('CachedEmbeddings', () => {
  it('writes what comes unprepared before it is used, so that the next run reads the same numbers', async () => {
    const folder = newFolder();
    const first = make(folder);
    const rows = [await first.embeddings.embed(sentences.slice(0, 2)), await first.embeddings.embed(sentences)];
    expect(readdirSync(folder)).toHaveLength(2);
    expect(first.counts.loads).toBe(1);
    const next = make(folder);
    expect(await next.embeddings.embed(sentences.slice(0, 2))).toEqual(rows[0]);
    expect(await next.embeddings.embed(sentences)).toEqual(rows[1]);
    expect([next.counts.loads, readdirSync(folder).length]).toEqual([0, 2]);
  });

  it('gives a sentence that comes twice one row', async () => {
    const { embeddings } = make(newFolder());
    const { values } = await embeddings.embed(['a dog', 'cats', 'a dog']);
    expect([...values.subarray(2 * width)]).toEqual([...values.subarray(0, width)]);
  });

  it('has the rows of what was prepared in memory', async () => {
    const folder = newFolder();
    const { embeddings } = make(folder);
    await embeddings.prepare(sentences);
    const rows = await make(folder).embeddings.embed(sentences);
    rmSync(folder, { recursive: true });
    expect(await embeddings.embed(sentences)).toEqual(rows);
  });

  it('needs no memory for rows, and prepares without reading any', async () => {
    const folder = newFolder();
    const { embeddings, counts } = make(folder, 0);
    await embeddings.prepare(sentences);
    const rows = await embeddings.embed(sentences);
    expect(await embeddings.embed(sentences)).toEqual(rows);
    expect([counts.loads, readdirSync(folder).length]).toEqual([1, 1]);
    expect(await make(folder).embeddings.embed(sentences)).toEqual(rows);
  });

  it.each(['bert', 'mpnet'] as const)('gives rows of a %s whose bits no history decides', async (kind) => {
    const size = { width: 96, inner: 200 };
    const large = await madeSentenceEncoder(kind, '', size);
    const begin = () =>
      new CachedEmbeddings({
        load: () => loadSentenceEncoder(large),
        store: new EmbeddingStore(newFolder(), size.width),
      });
    const all = manySentences();
    const [asked, others] = [all.slice(0, 40), all.slice(40)];
    const histories = [
      async (embeddings: CachedEmbeddings) => embeddings.prepare(asked),
      async (embeddings: CachedEmbeddings) => embeddings.prepare(others),
      async (embeddings: CachedEmbeddings) => {
        await embeddings.prepare([...others, ...asked.toReversed()]);
      },
      async (embeddings: CachedEmbeddings) => {
        for (const sentence of asked.toReversed()) await embeddings.embed([sentence]);
      },
    ];
    const found: Buffer[] = [];
    for (const history of histories) {
      const embeddings = begin();
      await history(embeddings);
      found.push(Buffer.from((await embeddings.embed(asked)).values.buffer));
    }
    for (const rows of found) expect(rows.equals(found[0]!)).toBe(true);
  });
});
