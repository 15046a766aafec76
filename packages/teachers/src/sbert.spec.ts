import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sbert } from './sbert';
import { describeTeacher } from './testing/describe-teacher';
import { madeSentenceEncoder } from './testing/made-sentence-encoder';

const cacheBefore = process.env['ALIGNCLIP_CACHE'];
const cache = mkdtempSync(join(tmpdir(), 'alignclip-cache-'));
beforeAll(() => (process.env['ALIGNCLIP_CACHE'] = cache));
afterAll(() => {
  if (cacheBefore === undefined) delete process.env['ALIGNCLIP_CACHE'];
  else process.env['ALIGNCLIP_CACHE'] = cacheBefore;
});

const create = async (model: string) => sbert.make({ model });
const captions = ['a red cat', 'a dog runs.', 'cats', 'a red dog runs.', ''];

for (const kind of ['bert', 'mpnet'] as const) {
  describeTeacher(`sbert with ${kind}`, async () => create(await madeSentenceEncoder(kind)), { captions });
}

describe('sbert', () => {
  it('caches the embeddings of prepared captions on the disk, by the content of the model', async () => {
    const model = await madeSentenceEncoder('bert', 'bert.');
    const before = readdirSync(join(cache, 'embeddings')).length;
    await (await create(model)).prepare?.(captions);
    await (await create(model)).prepare?.(captions);
    const folders = readdirSync(join(cache, 'embeddings'));
    expect(folders).toHaveLength(before + 1);
    for (const folder of folders) expect(readdirSync(join(cache, 'embeddings', folder))).toHaveLength(1);
  });

  it('keeps rows that other code or another machine computed apart', async () => {
    const model = await madeSentenceEncoder('bert', 'mpnet.');
    const before = readdirSync(join(cache, 'embeddings'));
    await (await create(model)).prepare?.(captions);
    const settings = { ...process.env };
    process.env['ONEDNN_MAX_CPU_ISA'] = 'SSE41';
    await (await create(model)).prepare?.(captions);
    process.env = settings;
    expect(readdirSync(join(cache, 'embeddings'))).toHaveLength(before.length + 2);
  });

  it('gives captions that were not prepared the same similarity', async () => {
    const model = await madeSentenceEncoder('mpnet');
    const [prepared, other] = [await create(model), await create(model)];
    await prepared.prepare?.(captions);
    const [s, t] = [await prepared.similarity({ captions }), await other.similarity({ captions })];
    expect(await s.array()).toEqual(await t.array());
  });

  it('says how to get a missing model', async () => {
    await expect(create('all-MiniLM-L6-v2')).rejects.toThrow(/npm run setup/);
    await expect(create('all-minilm-l6')).rejects.toThrow(/did you mean "all-MiniLM-L6-v2"/);
    await expect(create('./no-such-folder')).rejects.toThrow(/no config.json, tokenizer.json, model.safetensors/);
  });
});
