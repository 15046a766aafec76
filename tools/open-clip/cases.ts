import type { ModelForm, ModelKind } from '@alignclip/formats';
import { clipForm } from '@alignclip/formats/testing';
import { cocaCases, fullCoca } from './coca-cases';
import { made, type MadeCase, tiny } from './made-case';

/** Every layout and precision, in seconds. */
export const tinyCases: readonly MadeCase[] = [
  made('tiny', tiny, { wrapped: true }),
  made('tiny-legacy', tiny, { layout: 'legacy', precision: 'float16' }),
  made('tiny-quickgelu', { ...tiny, quick_gelu: true }, { layout: 'safetensors', activation: 'quick-gelu' }),
  made('tiny-bfloat16', tiny, { precision: 'bfloat16' }),
];

const text = { width: 64, heads: 1, layers: 2, context_length: 20 };
const siglipText = { ...text, no_causal_mask: true, proj_bias: true, pool_type: 'last', norm_kwargs: { eps: 1e-6 } };
const trunk = (name: string, pool: string, proj: string, size: number) => ({
  image_size: size,
  timm_model_name: name,
  timm_pool: pool,
  timm_proj: proj,
});

/** Every kind of tower, in seconds. */
export const towerCases: readonly MadeCase[] = [
  made('tiny-mean', {
    ...tiny,
    vision_cfg: { ...tiny.vision_cfg, pool_type: 'avg', no_ln_pre: true, norm_kwargs: { eps: 1e-6 } },
    text_cfg: { ...tiny.text_cfg, no_causal_mask: true, pool_type: 'last' },
  }),
  made('tiny-siglip', {
    embed_dim: 128,
    custom_text: true,
    init_logit_bias: -10,
    vision_cfg: trunk('tiny_siglip', 'map', 'none', 32),
    text_cfg: siglipText,
  }),
  made('tiny-siglip2', {
    embed_dim: 128,
    custom_text: true,
    vision_cfg: trunk('tiny_siglip', 'map', 'none', 32),
    text_cfg: { ...siglipText, act_kwargs: { approximate: 'tanh' } },
  }),
  made('tiny-registers', { embed_dim: 48, vision_cfg: trunk('tiny_registers', 'avg', 'mlp', 32), text_cfg: text }),
  made('tiny-resnet', {
    embed_dim: 48,
    quick_gelu: true,
    vision_cfg: { image_size: 64, layers: [2, 1, 1, 1], width: 8, head_width: 64 },
    text_cfg: text,
  }),
  made('tiny-convnext', { embed_dim: 48, vision_cfg: trunk('tiny_convnext', '', 'linear', 64), text_cfg: text }),
  ...cocaCases,
  made('tiny-convnext-mlp', { embed_dim: 48, vision_cfg: trunk('tiny_convnext', '', 'mlp', 64), text_cfg: text }),
];

/** The models that people have, each at its full size. */
export const fullCases: readonly MadeCase[] = [
  made('ViT-B-16', 'ViT-B-16', { wrapped: true }),
  made('ViT-B-32', 'ViT-B-32', { layout: 'legacy' }),
  made('ViT-B-32-quickgelu', 'ViT-B-32-quickgelu', { layout: 'safetensors', activation: 'quick-gelu' }),
  made('ViT-B-32-float16', 'ViT-B-32', { precision: 'float16' }),
];

/** Weights of the other families, each at its full size. SigLIP's own has 32,000 tokens, and no tokenizer here. */
export const fullTowerCases: readonly MadeCase[] = [
  made('RN50-quickgelu', 'RN50-quickgelu', { activation: 'quick-gelu' }),
  made('convnext_base_w', 'convnext_base_w'),
  made('ViT-B-16-SigLIP', {
    embed_dim: 768,
    custom_text: true,
    init_logit_bias: -10,
    vision_cfg: trunk('vit_base_patch16_siglip_224', 'map', 'none', 224),
    text_cfg: { ...siglipText, width: 768, heads: 12, layers: 12, context_length: 64 },
  }),
  fullCoca,
];

/** A model of ours with random weights, for open_clip to load. */
export interface OwnCase {
  readonly name: string;
  readonly form: ModelForm;
  readonly format: 'pt' | 'safetensors';
}

const own = (kind: ModelKind, edge: number, patch: number, width: number, layers: number): ModelForm => {
  const tower = { width, layers, mlpWidth: 4 * width, mlpRatio: 4 };
  return clipForm({
    kind,
    embeddingWidth: width,
    image: { ...tower, imageSize: edge, patchSize: patch },
    text: { ...tower, contextLength: 77, vocabularySize: 49_408 },
  });
};

export const tinyOwnCases: readonly OwnCase[] = [
  { name: 'own-tiny', form: own('clip', 32, 8, 64, 2), format: 'pt' },
  { name: 'own-tiny-shared', form: own('sharedclip', 32, 8, 64, 2), format: 'safetensors' },
];

/** AlignCLIP's shared ViT-B/16, which open_clip holds as two equal towers. */
export const fullOwnCases: readonly OwnCase[] = [
  { name: 'own-shared-ViT-B-16', form: own('sharedclip', 224, 16, 768, 12), format: 'pt' },
];

export const captions: readonly string[] = [
  'a photo of a cat',
  'Two dogs run through the snow, one of them with a red ball!',
  "the sign says “open until 10 o'clock”",
  'a café — naïve façade, 25°',
  'a very long caption that goes on and on about a man in a blue shirt who stands on a ladder and cleans a window of a ' +
    'house with many windows while a woman in a yellow dress and three children in the garden below look up at him and ' +
    'wave, and behind them a small white dog chases a butterfly over the lawn until it falls into the pond with a splash',
];
