import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@alignclip/core';
import { readSafetensors } from '../safetensors/read';
import { float32Tensor, type StoredTensor } from '../stored-tensor';
import { fromHub } from './from-hub';
import { hubTold, hubUsual } from './hub-config';
import { hubModelOf } from './hub-names';
import { toHub } from './to-hub';
import { hubConfig } from './write-hub-config';

/** Made by tools/reference/make_hub_models.py with transformers. */
const fixture = (name: string, file: string): string => join(__dirname, '../../fixtures/hub', name, file);
const models = [
  ['clip', 'CLIPModel'],
  ['siglip', 'SiglipModel'],
] as const;

const read = async (name: string) => new Map((await readSafetensors(fixture(name, 'model.safetensors'))).tensors);
const numbers = (tensor: StoredTensor | undefined) => [tensor?.shape, [...(tensor!.data as Float32Array)]];
const zeros = (...shape: number[]) => float32Tensor(shape, new Float32Array(shape.reduce((a, b) => a * b, 1)));
const configOf = (name: string) => JSON.parse(readFileSync(fixture(name, 'config.json'), 'utf8')) as object;

describe.each(models)('names of %s', (name, model) => {
  it('are told apart, translated and translated back without a change', async () => {
    const tensors = await read(name);
    const hub = fromHub(tensors)!;
    expect([hubModelOf(tensors.keys()), hub.model]).toEqual([model, model]);
    const back = toHub(hub.stateDict);
    expect(back.model).toBe(model);
    expect([...back.tensors.keys()].sort()).toEqual([...tensors.keys()].sort());
    for (const [key, tensor] of back.tensors)
      if (key !== 'logit_bias') expect(numbers(tensor)).toEqual(numbers(tensors.get(key)));
  });

  it('are checked, and what no embedding depends on is left out', async () => {
    const tensors = await read(name);
    const key = 'text_model.encoder.layers.1.self_attn.k_proj.bias';
    const changed = (change: (given: Map<string, StoredTensor>) => unknown) => {
      const given = new Map(tensors);
      change(given);
      return () => fromHub(given);
    };
    expect(changed((given) => given.delete(key))).toThrow(UserError);
    expect(changed((given) => given.delete(key))).toThrow(
      new RegExp(`a ${model} of Hugging Face, has no 1 parameters: ${key}`),
    );
    expect(changed((given) => given.set('text_model.extra', zeros(1)))).toThrow(
      /beyond this model, 1 parameters: text_model\.extra/,
    );
    expect(changed((given) => given.set(key, zeros(3)))).toThrow(/k_proj\.bias" has shape \[3\], ".*q_proj\.bias" \[/);
    const ids = 'vision_model.embeddings.position_ids';
    expect(changed((given) => given.set(ids, zeros(1, 9)))()?.unused).toContain(ids);
  });
});

describe('fromHub', () => {
  it('packs q, k and v, and puts matrices the other way round', async () => {
    const tensors = await read('clip');
    const { stateDict } = fromHub(tensors)!;
    const packed = stateDict.get('visual.transformer.resblocks.1.attn.in_proj_weight')!;
    expect(packed.shape).toEqual([48, 16]);
    const value = tensors.get('vision_model.encoder.layers.1.self_attn.v_proj.weight')!;
    expect([...(packed.data as Float32Array)].slice(2 * 256)).toEqual([...(value.data as Float32Array)]);
    expect(stateDict.get('visual.proj')!.shape).toEqual([16, 6]);
    expect(stateDict.get('visual.proj')!.data[6 * 5 + 2]).toBe(
      tensors.get('visual_projection.weight')!.data[16 * 2 + 5],
    );
  });

  it('knows no other model, and refuses the variable resolution of SigLIP 2', async () => {
    expect(fromHub(new Map([['bert.embeddings.weight', zeros(2, 2)]]))).toBeUndefined();
    const tensors = await read('siglip');
    tensors.set('vision_model.embeddings.patch_embedding.weight', zeros(16, 48));
    expect(() => fromHub(tensors)).toThrow(/Siglip2Model of variable resolution \(NaFlex\).*fixed resolution/);
  });
});

describe('toHub', () => {
  it('names what neither model has a place for, and the way out', async () => {
    const { stateDict } = fromHub(await read('clip'))!;
    expect(() => toHub(new Map(stateDict).set('visual.trunk.reg_token', zeros(1)))).toThrow(
      /a CLIPModel has no place for visual\.trunk\.reg_token; export it with --to open-clip/,
    );
    stateDict.delete('text_projection');
    expect(() => toHub(stateDict)).toThrow(/it needs text_projection; export/);
  });
});

const sizes = {
  image: { width: 16, imageSize: 12, patchSize: 4 },
  text: { width: 16, contextLength: 8, vocabularySize: 40 },
};

describe('config.json', () => {
  it('tells heads, activations and ε', () => {
    expect(hubTold(configOf('siglip'), 'SiglipModel', sizes)).toEqual({
      imageHeads: 2,
      textHeads: 2,
      activation: 'gelu-tanh',
      textActivation: 'gelu-tanh',
      imageEpsilon: 1e-6,
      textEpsilon: 1e-6,
    });
    const clip = { ...sizes, text: { ...sizes.text, width: 8 } };
    expect(hubTold(configOf('clip'), 'CLIPModel', clip)).toMatchObject({
      activation: 'quick-gelu',
      imageEpsilon: 1e-5,
    });
  });

  it('has the defaults of transformers where it is short', () => {
    const short = { model_type: 'siglip', text_config: { model_type: 'siglip_text_model' } };
    const { pixels, ...usual } = hubUsual('SiglipModel');
    expect(pixels).toBe('half');
    expect(hubTold(short, 'SiglipModel', sizes)).toEqual({ ...usual, imageHeads: 12, textHeads: 12 });
    expect(hubTold({ model_type: 'clip' }, 'CLIPModel', sizes)).toMatchObject({ imageHeads: 12, textHeads: 8 });
  });

  it.each<[string, unknown, RegExp]>([
    ['another model', { model_type: 'clip' }, /model_type is "clip", the weights are those of a SiglipModel/],
    [
      'other sizes',
      { model_type: 'siglip', vision_config: { image_size: 224 } },
      /vision_config\.image_size is 224, the weights have 12/,
    ],
    [
      'an unknown activation',
      { model_type: 'siglip', text_config: { hidden_act: 'swish' } },
      /text_config\.hidden_act is "swish"; supported are gelu, quick_gelu/,
    ],
    ['no object', 3, /not the configuration of a SiglipModel/],
    [
      'heads that are no number',
      { model_type: 'siglip', vision_config: { num_attention_heads: -1 } },
      /num_attention_heads/,
    ],
  ])('of %s is refused', (_what, json, message) => {
    expect(() => hubTold(json, 'SiglipModel', sizes)).toThrow(UserError);
    expect(() => hubTold(json, 'SiglipModel', sizes)).toThrow(message);
  });

  it('is written as it is read', () => {
    const blocks = { layers: 2, mlpWidth: 24 };
    const form = { embeddingWidth: 6, image: { ...sizes.image, ...blocks }, text: { ...sizes.text, ...blocks } };
    const told = { ...hubUsual('CLIPModel'), activation: 'gelu', imageHeads: 4, textHeads: 2 } as const;
    const config = hubConfig('CLIPModel', form, told);
    expect(hubTold(config, 'CLIPModel', sizes)).toEqual(told);
    expect(config).toMatchObject({ projection_dim: 6, text_config: { eos_token_id: 39, intermediate_size: 24 } });
  });
});
