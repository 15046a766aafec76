import type { ModelForm, ModelKind } from '@alignclip/formats';
import { clipForm } from '@alignclip/formats/testing';
import type { HyperParameters } from '@alignclip/experiment';

/** A model that open_clip builds with random weights and writes. */
export interface MadeCase {
  readonly name: string;
  /** A name of open_clip, or a configuration. */
  readonly model: string | object;
  readonly file: string;
  readonly layout: 'zip' | 'legacy' | 'safetensors';
  readonly precision: 'float32' | 'float16' | 'bfloat16';
  /** Names with `module.`, as data-parallel training writes them. */
  readonly wrapped: boolean;
  readonly activation: HyperParameters['activation'];
  /** What no file tells. */
  readonly told: Partial<HyperParameters>;
}

const made = (name: string, model: MadeCase['model'], rest: Partial<MadeCase> = {}): MadeCase => {
  const layout = rest.layout ?? 'zip';
  const file = `${name}.${layout === 'safetensors' ? 'safetensors' : 'pt'}`;
  return { name, model, file, layout, precision: 'float32', wrapped: false, activation: 'gelu', told: {}, ...rest };
};

const tiny = {
  embed_dim: 48,
  vision_cfg: { image_size: 48, patch_size: 16, width: 128, layers: 2, mlp_ratio: 3.5 },
  text_cfg: { width: 64, heads: 1, layers: 3, context_length: 20 },
};

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

const coca = { image_size: 32, patch_size: 16, width: 128, layers: 2, attentional_pool: true, attn_pooler_heads: 4 };
const cocaText = { ...text, embed_cls: true };
const decoder = { context_length: 20, vocab_size: 49_408, width: 48, heads: 4, layers: 1, attn_pooler_heads: 4 };

const whole = <T extends object>(tower: T) => ({ ...tower, output_tokens: true });

/** CoCa whole, with one width for tower and embeddings, and with the mask that no configuration has. */
const cocaCases: readonly MadeCase[] = [
  made('tiny-coca', { embed_dim: 48, multimodal_cfg: decoder, vision_cfg: whole(coca), text_cfg: whole(cocaText) }),
  made(
    'tiny-coca-quickgelu',
    {
      embed_dim: 128,
      quick_gelu: true,
      multimodal_cfg: { ...decoder, width: 128 },
      vision_cfg: whole(coca),
      text_cfg: whole(cocaText),
    },
    { layout: 'safetensors' },
  ),
  made(
    'tiny-coca-text-mask',
    {
      embed_dim: 48,
      custom_text: true,
      vision_cfg: { ...coca, attn_pooler_queries: 1 },
      text_cfg: { ...cocaText, correct_cls_mask: true },
    },
    { told: { classMask: 'text' } },
  ),
];

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
