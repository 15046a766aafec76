import { UserError } from '@alignclip/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementCount, float32Tensor, type StoredTensor } from '../stored-tensor';
import { encodeBytes } from '../tensor-bytes';
import { madeForm } from '../testing/made-state-dict';
import { openClipConfig } from './configurations';
import { layoutFor } from './file-layout';
import { fromOpenClip } from './from-open-clip';
import { type ModelForm, toldForm } from './model-form';
import type { StateDict } from './naming';
import { toOpenClip } from './to-open-clip';

const fixture = JSON.parse(readFileSync(join(__dirname, '../../fixtures/open-clip-towers.json'), 'utf8')) as {
  readonly models: Readonly<Record<string, Readonly<Record<string, number[]>>>>;
};

/** The state dict of a tiny model of open_clip, every number different. */
function stateDictOf(name: string): Map<string, StoredTensor> {
  let next = 0;
  const values = (shape: number[]) => Float32Array.from({ length: elementCount(shape) }, () => (next += 1 / 1024));
  return new Map(
    Object.entries(fixture.models[name]!).map(([key, shape]) => [key, float32Tensor(shape, values(shape))] as const),
  );
}

const text = { type: 'text-transformer', width: 8, contextLength: 5, vocabularySize: 7 } as const;

describe.each([
  ['mean', { type: 'vision-transformer', normalise: 'none', classToken: true, patchSize: 8 }, {}],
  [
    'siglip',
    { type: 'vision-transformer', pooling: 'map', classToken: false, normalise: 'none', projection: 'none' },
    { imageEpsilon: 1e-6, textEpsilon: 1e-6, textPooling: 'last', causal: false, activation: 'gelu', pixels: 'half' },
  ],
  [
    'registers',
    { type: 'vision-transformer', pooling: 'mean', registers: 3, projection: 'mlp', projectionBias: true },
    { imageEpsilon: 1e-6 },
  ],
  ['resnet', { type: 'modified-resnet', imageSize: 64, layers: [2, 1, 1, 1], width: 8, projectionBias: true }, {}],
  [
    'convnext',
    { type: 'convnext', patchSize: 4, depths: [1, 2, 1, 1], widths: [8, 16, 24, 32] },
    { imageEpsilon: 1e-6 },
  ],
])('a %s of open_clip', (name, image, told) => {
  const stateDict = stateDictOf(name);

  it('is told by its names, with what is usual there', () => {
    const { form, usual, unused } = fromOpenClip(stateDict);
    expect(form).toMatchObject({ kind: 'clip', image, text });
    expect(usual).toMatchObject(told);
    for (const one of unused) expect(one).toMatch(/^logit_bias$|num_batches_tracked$/);
  });

  it('comes back from our layout', () => {
    const { parameters, usual, unused } = fromOpenClip(stateDict);
    const back = toOpenClip(parameters, 'clip', usual);
    const counts = unused.filter((one) => one !== 'logit_bias');
    expect([...back.keys()].sort()).toEqual([...stateDict.keys()].filter((one) => one !== 'logit_bias').sort());
    const expected = new Map([...stateDict].filter(([one]) => !unused.includes(one)));
    for (const [one, tensor] of expected) if (!isFolded(one, stateDict)) expect(same(tensor, back.get(one))).toBe(true);
    for (const one of counts) expect(back.get(one)).toMatchObject({ dtype: 'I64', shape: [] });
  });

  it('is refused by the names that are missing, misshapen or beyond it', () => {
    const names = Object.keys(fixture.models[name]!).filter(
      (one) => one.startsWith('visual.') && one.endsWith('weight'),
    );
    for (const one of [names[0]!, names.at(-1)!]) {
      const without = new Map(stateDict);
      without.delete(one);
      expectRefused(without, one);
      expectRefused(new Map(stateDict).set(one, float32Tensor([3, 1, 1, 5, 2], new Float32Array(30))), one);
    }
    expectRefused(new Map(stateDict).set('visual.extra', float32Tensor([1], new Float32Array(1))), 'visual.extra');
  });
});

const same = (a: StoredTensor, b: StoredTensor | undefined): boolean =>
  b !== undefined && a.shape.join() === b.shape.join() && Buffer.from(encodeBytes(a)).equals(encodeBytes(b));

/** The bias of timm's patches is part of our positions. */
const isFolded = (name: string, stateDict: StateDict): boolean =>
  stateDict.has('visual.trunk.patch_embed.proj.bias') && /patch_embed\.proj\.bias$|pos_embed$/.test(name);

function expectRefused(stateDict: StateDict, name: string): void {
  expect(() => fromOpenClip(stateDict)).toThrow(UserError);
  expect(() => fromOpenClip(stateDict)).toThrow(name);
}

describe('a bias of patches', () => {
  it('is added to the positions, which gives the same tokens, and comes back as 0', () => {
    const stateDict = stateDictOf('siglip');
    const { parameters, usual } = fromOpenClip(stateDict);
    const [bias, table] = ['visual.trunk.patch_embed.proj.bias', 'visual.trunk.pos_embed'];
    const at = (name: string, i: number) => stateDict.get(name)!.data[i] as number;
    expect(parameters.get('image/positions')!.data[130]).toBe(Math.fround(at(table, 130) + at(bias, 2)));
    expect(toOpenClip(parameters, 'clip', usual).get(bias)).toEqual(float32Tensor([128], new Float32Array(128)));
  });
});

describe('layoutFor', () => {
  const clip = madeForm('clip');
  it.each<[string, ModelForm, RegExp]>([
    [
      'bias',
      { ...clip, image: { ...clip.image, projectionBias: true } },
      /no image tower of this form.*projectionBias true/,
    ],
    ['text', { ...clip, text: { ...clip.text, pooling: 'mean' } }, /open_clip has no text tower.*pooling mean/],
    ['registers', { ...clip, image: { ...clip.image, registers: 2 } }, /registers 2.*alignclip embed/],
    ['last', toldForm(madeForm('sharedclip'), { textPooling: 'last' }), /AlignCLIP has no/],
  ])('refuses a form with no place in the files: %s', (_what, form, message) => {
    expect(() => layoutFor(form)).toThrow(UserError);
    expect(() => layoutFor(form)).toThrow(message);
  });
});

describe('openClipConfig of other towers', () => {
  const heads = { imageHeads: 2, textHeads: 1, activation: 'gelu' } as const;

  it('says what the weights do not', () => {
    const told = { ...heads, imagePooling: 'mean', causal: false, textPooling: 'last', textEpsilon: 1e-6 } as const;
    const form = toldForm(fromOpenClip(stateDictOf('mean')).form, told);
    expect(openClipConfig(form, told)).toMatchObject({
      vision_cfg: { pool_type: 'avg', no_ln_pre: true },
      text_cfg: { pool_type: 'last', no_causal_mask: true, norm_kwargs: { eps: 1e-6 } },
    });
    expect(openClipConfig(fromOpenClip(stateDictOf('resnet')).form, { ...heads, imageHeads: 4 })).toMatchObject({
      vision_cfg: { layers: [2, 1, 1, 1], width: 8, head_width: 64, image_size: 64 },
    });
  });

  it('names the trunk of timm with these sizes, and gives nothing for others', () => {
    const { form } = fromOpenClip(stateDictOf('siglip'));
    expect(openClipConfig(form, { ...heads, imageEpsilon: 1e-6 })).toBeUndefined();
    const image = { ...form.image, width: 768, layers: 12, patchSize: 16, imageSize: 224 } as ModelForm['image'];
    expect(openClipConfig({ ...form, image }, { ...heads, imageEpsilon: 1e-6 })).toMatchObject({
      custom_text: true,
      vision_cfg: { timm_model_name: 'vit_base_patch16_siglip_224', timm_pool: 'map', timm_proj: 'none' },
      text_cfg: { proj_bias: true },
    });
    expect(openClipConfig({ ...form, image }, heads)).toBeUndefined();
  });

  it('has no place for two activations where one is quick', () => {
    expect(openClipConfig(madeForm('clip'), { ...heads, textActivation: 'quick-gelu' })).toBeUndefined();
    expect(openClipConfig(madeForm('clip'), { ...heads, textActivation: 'gelu-tanh' })).toMatchObject({
      text_cfg: { act_kwargs: { approximate: 'tanh' } },
    });
  });
});
