import { UserError } from '@alignclip/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementCount, float32Tensor, toFloat32, type StoredTensor } from '../../stored-tensor';
import { openClipConfig } from '../configurations';
import { fromOpenClip } from '../from-open-clip';
import { type ModelForm, toldForm } from '../model-form';
import { toOpenClip } from '../to-open-clip';

const fixture = JSON.parse(readFileSync(join(__dirname, '../../../fixtures/open-clip-towers.json'), 'utf8')) as {
  readonly models: Readonly<Record<string, Readonly<Record<string, number[]>>>>;
};

/** The state dict of a tiny model of open_clip with a text tower of transformers, every number different. */
function stateDictOf(name: string): Map<string, StoredTensor> {
  let next = 0;
  return new Map(
    Object.entries(fixture.models[name]!).map(([key, shape]) => {
      const values = Float32Array.from({ length: elementCount(shape) }, () => (next += 1 / 1024));
      return [key, float32Tensor(shape, values)] as const;
    }),
  );
}

const zeros = (shape: number[]) => float32Tensor(shape, new Float32Array(elementCount(shape)));
const embeddings = 'text.transformer.embeddings.';
const [places, types] = [`${embeddings}position_embeddings.weight`, `${embeddings}token_type_embeddings.weight`];
const query = 'text.transformer.encoder.layer.0.attention.self.query.weight';

describe.each([
  ['roberta', 2, { projection: 'plain-mlp', contextLength: 5 }, { textFamily: 'roberta', textEpsilon: 1e-5 }],
  ['bert', 0, { projection: 'linear', contextLength: 7 }, { textFamily: 'bert', textEpsilon: 1e-12 }],
] as const)('a text tower of transformers in open_clip, %s', (name, before, own, told) => {
  const stateDict = stateDictOf(name);
  const imported = fromOpenClip(stateDict);

  it('is told by its names, with what is usual there', () => {
    const sizes = { width: 8, layers: 1, mlpWidth: 12, vocabularySize: 7, embeddingWidth: 12 };
    expect(imported.form.text).toMatchObject({ type: 'sentence-transformer', ...sizes, ...own });
    expect(imported.usual).toMatchObject(told);
    expect(imported.unused).toEqual([]);
  });

  it('has the type of the first token in its places, which begin behind those for padding', () => {
    const at = (key: string, i: number) => stateDict.get(key)!.data[i] as number;
    const table = imported.parameters.get('text/positions')!;
    expect(table.shape).toEqual([own.contextLength, 8]);
    expect(table.data[9]).toBe(Math.fround(at(places, before * 8 + 9) + at(types, 1)));
  });

  it('comes back from our layout, with types of 0', () => {
    const back = toOpenClip(imported.parameters, 'clip', imported.usual);
    expect([...back.keys()].sort()).toEqual([...stateDict.keys()].sort());
    for (const [one, tensor] of stateDict) {
      if (one === places || one === types) expect(back.get(one)!.shape).toEqual(tensor.shape);
      else expect({ one, tensor: back.get(one) }).toEqual({ one, tensor });
    }
    expect(toFloat32(back.get(types)!).every((value) => value === 0)).toBe(true);
    expect(fromOpenClip(back).parameters).toEqual(imported.parameters);
  });

  it('names what is missing, misshapen or beyond it', () => {
    const without = (one: string) => new Map([...stateDict].filter(([key]) => key !== one));
    const linked = own.projection === 'linear' ? 'text.proj.weight' : 'text.proj.2.weight';
    for (const [changed, message] of [
      [without(query), `no parameter "${query}"`],
      [without(query.replace('query', 'key')), `no parameter "${query.replace('query', 'key')}"`],
      [without(places), `no parameter "${places}"`],
      [without(types), `no parameter "${types}"`],
      [without(`${embeddings}word_embeddings.weight`), 'word_embeddings'],
      [new Map(stateDict).set(query, zeros([8, 9])), 'that of the query [8, 9]'],
      [new Map(stateDict).set(types, zeros([1, 9])), '[1, 9], expected'],
      [new Map(stateDict).set(places, zeros([before, 8])), `expected [> ${before}, w]`],
      [new Map(stateDict).set(linked, zeros([12, 5])), linked],
      [new Map(stateDict).set('text.transformer.pooler.dense.weight', zeros([8, 8])), 'cls_pooler'],
      [new Map(stateDict).set('text.transformer.encoder.layer.0.extra', zeros([8])), 'layer.0.extra'],
    ] as const) {
      expect(() => fromOpenClip(changed)).toThrow(UserError);
      expect(() => fromOpenClip(changed)).toThrow(message);
    }
  });

  it('has a configuration only at the sizes of a published model', () => {
    const form = toldForm(imported.form, imported.usual);
    const heads = { imageHeads: 1, textHeads: 12, activation: 'quick-gelu' } as const;
    expect(openClipConfig(form, heads)).toBeUndefined();
    const sizes = { width: 768, layers: 12, mlpWidth: 3072, contextLength: 512 };
    const vocabularySize = name === 'roberta' ? 50_265 : 30_522;
    const published = { ...form, text: { ...form.text, ...sizes, vocabularySize } as ModelForm['text'] };
    expect(openClipConfig(published, heads)).toMatchObject({
      quick_gelu: true,
      custom_text: true,
      text_cfg: {
        hf_model_name: name === 'roberta' ? 'roberta-base' : 'bert-base-uncased',
        hf_proj_type: name === 'roberta' ? 'mlp' : 'linear',
        hf_pooler_type: 'mean_pooler',
      },
    });
    expect(openClipConfig(published, { ...heads, textHeads: 6 })).toBeUndefined();
  });
});
