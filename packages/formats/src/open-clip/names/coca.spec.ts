import { UserError } from '@alignclip/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementCount, float32Tensor, toFloat32, type StoredTensor } from '../../stored-tensor';
import { openClipConfig } from '../configurations';
import { layoutFor } from '../file-layout';
import { fromOpenClip } from '../from-open-clip';
import { type ModelForm, toldForm } from '../model-form';
import type { StateDict } from '../naming';
import { toOpenClip } from '../to-open-clip';

const fixture = JSON.parse(readFileSync(join(__dirname, '../../../fixtures/open-clip-towers.json'), 'utf8')) as {
  readonly models: Readonly<Record<string, Readonly<Record<string, number[]>>>>;
};

/** The state dict of a tiny CoCa, every number different. */
function stateDictOf(name: string): Map<string, StoredTensor> {
  let next = 0;
  return new Map(
    Object.entries(fixture.models[name]!).map(([key, shape]) => {
      const values = Float32Array.from({ length: elementCount(shape) }, () => (next += 1 / 1024));
      return [key, float32Tensor(shape, values)] as const;
    }),
  );
}

const pooler = 'visual.attn_pool.';
const query = `${pooler}query`;
const without = (stateDict: StateDict, name: string) => new Map([...stateDict].filter(([one]) => one !== name));
const zeros = (shape: number[]) => float32Tensor(shape, new Float32Array(elementCount(shape)));
const toldHeads = { imageHeads: 1, textHeads: 1, activation: 'gelu' } as const;

describe.each([
  ['coca', 12],
  ['coca-packed', 8],
])('a %s of open_clip', (name, embeddingWidth) => {
  const stateDict = stateDictOf(name);
  const imported = fromOpenClip(stateDict);

  it('is told by its names, with what is usual there; its decoder is left out', () => {
    const { form, usual, unused } = imported;
    const tower = { width: 8, embeddingWidth, projection: 'linear' };
    expect(form).toMatchObject({
      image: { ...tower, pooling: 'query', classToken: true },
      text: { ...tower, pooling: 'class-token', contextLength: 5, causal: true },
    });
    expect(usual).toEqual({ imageEpsilon: undefined, classMask: 'legacy', poolingHeads: 8 });
    expect(unused).toEqual([...stateDict.keys()].filter((one) => one.startsWith('text_decoder.')));
  });

  it('comes back from our layout, with one query', () => {
    const back = toOpenClip(imported.parameters, 'clip', imported.usual);
    const kept = [...stateDict].filter(([one]) => !one.startsWith('text_decoder.'));
    expect([...back.keys()].sort()).toEqual(kept.map(([one]) => one).sort());
    for (const [one, tensor] of kept) {
      if (one !== query) expect({ one, tensor: back.get(one) }).toEqual({ one, tensor });
    }
    expect(back.get(query)).toEqual(
      float32Tensor([1, embeddingWidth], toFloat32(stateDict.get(query)!).slice(0, embeddingWidth)),
    );
    expect(fromOpenClip(back).parameters).toEqual(imported.parameters);
  });

  it('needs no decoder, and names what is missing or misshapen of its pooler', () => {
    expect(fromOpenClip(new Map([...stateDict].filter(([one]) => !one.startsWith('text_decoder.')))).unused).toEqual(
      [],
    );
    const [bias, output] = [`${pooler}attn.in_proj_bias`, `${pooler}attn.out_proj.weight`];
    for (const [changed, message] of [
      [without(stateDict, query), `no parameter "${query}"`],
      [without(stateDict, bias), `no parameter "${bias}"`],
      [without(stateDict, output), output],
      [without(stateDict, `${pooler}ln_k.weight`), `${pooler}ln_k.weight`],
      [new Map(stateDict).set(bias, zeros([7])), `"${bias}" has shape [7], expected [3d]`],
      [new Map(stateDict).set(query, zeros([3, 1, 2])), `"${query}" has shape [3, 1, 2]`],
      [new Map(stateDict).set(query, zeros([0, embeddingWidth])), `"${query}" has shape [0, ${embeddingWidth}]`],
      [new Map(stateDict).set(query, zeros([3, 9])), `the other parameters need [1, ${embeddingWidth}]`],
      [new Map(stateDict).set(`${pooler}ln_k.weight`, zeros([9])), `"${pooler}ln_k.weight" has shape [9]`],
      [new Map(stateDict).set(`${pooler}attn.q_proj_bias`, zeros([9])), 'has both'],
      [new Map(stateDict).set('visual.attn_pool_contrastive.query', zeros([1, 9])), 'a CoCa with a second pooler'],
    ] as const) {
      expect(() => fromOpenClip(changed)).toThrow(UserError);
      expect(() => fromOpenClip(changed)).toThrow(message);
    }
  });

  it('has a configuration without decoder for open_clip, with the mask of the published weights only', () => {
    const form = toldForm(imported.form, imported.usual);
    expect(openClipConfig(form, { ...toldHeads, poolingHeads: 4 })).toMatchObject({
      custom_text: true,
      vision_cfg: { attentional_pool: true, attn_pooler_queries: 1, attn_pooler_heads: 4 },
      text_cfg: { embed_cls: true, context_length: 5 },
    });
    expect(openClipConfig(toldForm(form, { classMask: 'text' }), toldHeads)).toBeUndefined();
    expect(openClipConfig(form, { ...toldHeads, imageEpsilon: 1e-6 })).toBeUndefined();
  });

  it('has no place for both directions, registers or no class token', () => {
    const { form } = imported;
    const changes: readonly ModelForm[] = [
      toldForm(form, { causal: false }),
      { ...form, image: { ...form.image, registers: 2 } as ModelForm['image'] },
      { ...form, image: { ...form.image, classToken: false } as ModelForm['image'] },
    ];
    for (const changed of changes) expect(() => layoutFor(changed)).toThrow(/open_clip has no (?:image|text) tower/);
  });
});
