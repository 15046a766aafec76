import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@alignclip/core/testing';
import { madeSentenceEncoder } from '@alignclip/nn/testing';
import { sbert } from './sbert';
import { describeTeacher } from './testing/describe-teacher';

const cacheBefore = process.env['ALIGNCLIP_CACHE'];
const cache = temporaryFolder('cache');
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

  it('names the content of its weights, not their place, and refuses files that change under it', async () => {
    const [model, copy] = [await madeSentenceEncoder('bert'), await madeSentenceEncoder('bert')];
    const before = await create(model);
    expect(await (await create(copy)).fingerprint?.()).toBe(await before.fingerprint?.());
    const weights = readFileSync(join(model, 'model.safetensors'));
    weights[weights.length - 2]! ^= 1;
    writeFileSync(join(model, 'model.safetensors'), weights);
    expect(await (await create(model)).fingerprint?.()).not.toBe(await before.fingerprint?.());
    await expect(before.prepare?.(['a caption of its own'])).rejects.toThrow(/have changed since the start/);
  });

  it('refuses a published model with one bit changed', async () => {
    mkdirSync(join(cache, 'models'), { recursive: true });
    renameSync(await madeSentenceEncoder('bert'), join(cache, 'models', 'all-mpnet-base-v2'));
    await expect(create('all-mpnet-base-v2')).rejects.toThrow(/corrupt: .*config.json is not the published file/);
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
