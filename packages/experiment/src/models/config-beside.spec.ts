import { UserError } from '@alignclip/core';
import { temporaryFolder } from '@alignclip/core/testing';
import type { ModelForm } from '@alignclip/formats';
import { clipForm } from '@alignclip/formats/testing';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configBeside } from './config-beside';

const tower = { width: 128, layers: 2, mlpWidth: 512, mlpRatio: 4 };
const form = clipForm({
  kind: 'clip',
  embeddingWidth: 64,
  image: { ...tower, patchSize: 8, imageSize: 32 },
  text: { ...tower, contextLength: 20, vocabularySize: 49_408 },
});
const convnext: ModelForm['image'] = {
  ...{ type: 'convnext', imageSize: 224, patchSize: 4, depths: [1], widths: [8] },
  ...{ embeddingWidth: 64, projection: 'linear', projectionBias: false },
};

let folder: string;
beforeAll(() => (folder = temporaryFolder('config-beside')));

interface Place {
  readonly name?: string;
  readonly image?: ModelForm['image'];
}

/** What is read for `weights.pt` where its folder has a file of this name with this content. */
function read(content: unknown, { name = 'weights-config.json', image = form.image }: Place = {}) {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  try {
    return configBeside(join(folder, 'weights.pt'), { ...form, image })?.hyperParameters;
  } finally {
    rmSync(path);
  }
}

const vision = { width: 128, layers: 2, patch_size: 8, image_size: 32 };

describe('configBeside', () => {
  it('reads heads, activation, ε, pooling and mask of a configuration of open_clip', () => {
    const config = {
      vision_cfg: { ...vision, head_width: 32, pool_type: 'avg', norm_kwargs: { eps: 1e-6 } },
      text_cfg: { width: 128, heads: 2, pool_type: 'last', no_causal_mask: true, act_kwargs: { approximate: 'tanh' } },
    };
    expect(read(config)).toEqual({
      ...{ imageHeads: 4, imageEpsilon: 1e-6, imagePooling: 'mean', activation: 'gelu' },
      ...{ textActivation: 'gelu-tanh', textHeads: 2, textPooling: 'last', causal: false },
    });
  });

  it("reads the hub's file with its preprocessing, and leaves a trunk of timm its activation", () => {
    const model = { vision_cfg: { timm_model_name: 'vit', image_size: 32 }, text_cfg: { width: 128 } };
    const half = { model_cfg: model, preprocess_cfg: { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] } };
    const name = 'open_clip_config.json';
    expect(read(half, { name })).toEqual({ textActivation: 'gelu', pixels: 'half' });
    expect(() => read(half, { name, image: convnext })).toThrow(/preprocess_cfg with mean \.5/);
    const others = { model_cfg: model, preprocess_cfg: { mean: [0.485, 0.456, 0.406] } };
    expect(() => read(others, { name })).toThrow(/neither CLIP's nor \.5/);
    const sized = { ...model, vision_cfg: { ...model.vision_cfg, image_size: 256 } };
    expect(read(sized, { image: convnext })).toMatchObject({ imageSize: 256 });
  });

  it("reads a CoCa's heads of the pooling, and nothing of its decoder", () => {
    const pooled = { ...vision, attentional_pool: true, attn_pooler_heads: 4, pool_type: 'tok' };
    const config = { multimodal_cfg: { heads: 3 }, vision_cfg: pooled, text_cfg: { heads: 2, embed_cls: true } };
    const told = { poolingHeads: 4, imagePooling: 'class-token', activation: 'gelu', textHeads: 2 };
    expect(read(config)).toEqual(told);
  });

  it('reads what we write where open_clip has no configuration', () => {
    const told = { imageHeads: 2, textHeads: 2, activation: 'gelu', imageEpsilon: 1e-6 };
    expect(read({ alignclip: told })).toEqual(told);
  });

  it.each([
    ['another model', { vision_cfg: { ...vision, width: 64 }, text_cfg: {} }, /vision_cfg\.width is 64, .* have 128/],
    [
      'a last LayerNorm behind the mean',
      { vision_cfg: { ...vision, pool_type: 'avg', final_ln_after_pool: true }, text_cfg: {} },
      /final_ln_after_pool.*nearest is LayerNorm before the mean/,
    ],
    [
      'another token',
      { vision_cfg: vision, text_cfg: { pool_type: 'first' } },
      /pool_type "first".*"argmax" or "last"/,
    ],
    [
      'the mean of more queries',
      { vision_cfg: { ...vision, attentional_pool: true, pool_type: 'avg' }, text_cfg: {} },
      /attentional_pool with pool_type "avg".*"tok"/,
    ],
    [
      'a pooler with another ε than the tower',
      { vision_cfg: { ...vision, attentional_pool: true, norm_kwargs: { eps: 1e-6 } }, text_cfg: {} },
      /attentional_pool with another ε/,
    ],
    [
      'a class token in both directions',
      { vision_cfg: vision, text_cfg: { embed_cls: true, no_causal_mask: true } },
      /embed_cls with no_causal_mask.*the causal mask/,
    ],
    [
      'a text tower of Hugging Face that reads one token',
      { vision_cfg: vision, text_cfg: { hf_model_name: 'bert', hf_pooler_type: 'cls_pooler' } },
      /hf_pooler_type "cls_pooler".*"mean_pooler"/,
    ],
    ['other heads', { vision_cfg: { ...vision, head_width: 48 }, text_cfg: {} }, /head_width does not divide/],
    ['no configuration', '[]', /not a configuration of open_clip/],
    ['no JSON', '{', /not a configuration of open_clip/],
    ['heads of ours that are none', { alignclip: { imageHeads: 0 } }, /not a configuration/],
  ])('refuses %s', (_what, config, message) => {
    expect(() => read(config)).toThrow(UserError);
    expect(() => read(config)).toThrow(message);
  });

  it('gives nothing where there is no file', () => {
    expect(configBeside(join(folder, 'weights.pt'), form)).toBeUndefined();
  });
});
