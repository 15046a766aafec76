import { selectBackend } from '@alignclip/backend';
import { Tokenizer, UserError } from '@alignclip/core';
import { shapes } from '@alignclip/datasets';
import { textTransformer, visionTransformer } from '@alignclip/encoders';
import { Parameters } from '@alignclip/nn';
import { compose } from '../compose/compose';
import { defaultConfig } from '../define/run-config';
import { Registry } from '../define/registry';
import { exportedModel } from './exported-model';

beforeAll(() => selectBackend());

const sizes = { width: 8, layers: 1, heads: 1, embeddingWidth: 8 };

async function made() {
  const config = {
    ...defaultConfig(),
    imageEncoder: visionTransformer({ ...sizes, pooling: 'query', classToken: true, poolingHeads: 4 }),
    textEncoder: textTransformer({ ...sizes, pooling: 'class-token', classMask: 'legacy' }),
    dataset: shapes(),
    losses: [],
  };
  const run = compose({ config, seed: 1, registry: new Registry() });
  return { config, run, model: await run.dualEncoder() };
}

describe('exportedModel of a CoCa', () => {
  it('says mask and heads, and gives id 0 the row of padding, which the class token sees', async () => {
    const own = await made();
    const { parameters, hyperParameters } = await exportedModel(own);
    expect(hyperParameters).toMatchObject({ poolingHeads: 4, classMask: 'legacy', causal: true });
    const table = (await own.run.get(Parameters)).get('text/token-embedding')!;
    const row = [...table.dataSync()].slice(0, 8);
    expect([...parameters.get('text/token-embedding')!.data.slice(0, 8)]).toEqual(row);
  });

  it('refuses texts in which id 0 is a token', async () => {
    const own = await made();
    const tokenizer = (await own.run.get(Tokenizer)) as unknown as { idOfClipId: Int32Array };
    tokenizer.idOfClipId[0] = 1;
    tokenizer.idOfClipId.forEach((id, i) => {
      if (i > 0 && id === 1) tokenizer.idOfClipId[i] = 2;
    });
    await expect(exportedModel(own)).rejects.toThrow(UserError);
    await expect(exportedModel(own)).rejects.toThrow('a "!" in the texts of this run');
  });
});
