import type { TextTransformerForm } from './forms/text-transformer';
import { hubTextConfig } from './hub-text-config';
import type { ModelForm } from './model-form';
import type { Activation, Told } from './told';

/** Everything that a configuration says besides the form. */
type Given = Told & { readonly imageHeads: number; readonly textHeads: number; readonly activation: Activation };

/**
 * The model as a configuration file of open_clip (`open_clip.add_model_config`); undefined where open_clip's options don't
 * reach, as for a trunk of timm whose sizes timm has no name for.
 */
export function openClipConfig(form: ModelForm, given: Given): Record<string, unknown> | undefined {
  const { text, embeddingWidth } = form;
  const vision = visionConfig(form.image, given);
  const texts = textConfig(text, given);
  const textActivation = activationOf(text, given);
  const isQuick = given.activation === 'quick-gelu' || textActivation === 'quick-gelu';
  const isOneActivation = form.image.type === 'modified-resnet' || given.activation === textActivation;
  if (vision === undefined || texts === undefined || (isQuick && !isOneActivation)) return undefined;
  if (!isConfigurable(form, given)) return undefined;
  return {
    embed_dim: embeddingWidth,
    quick_gelu: isQuick,
    ...(isCustom(text) && { custom_text: true }),
    vision_cfg: vision,
    text_cfg: texts,
  };
}

/** Whether an option of open_clip says how texts are read and images pooled. */
function isConfigurable({ image, text }: ModelForm, { imageEpsilon = 1e-5 }: Given): boolean {
  if (text.type === 'text-transformer' && (text.pooling === 'mean' || text.pooling === 'map')) return false;
  if (text.pooling === 'class-token' && (text.classMask !== 'legacy' || !text.causal)) return false;
  return !(image.type === 'vision-transformer' && image.pooling === 'query' && imageEpsilon !== 1e-5); // ε of the pooler
}

const isCustom = ({ type, projectionBias, pooling }: ModelForm['text']): boolean =>
  type === 'sentence-transformer' || projectionBias || pooling === 'class-token';

/** That of a BERT is its own, GELU, whatever the configuration says of the image tower. */
const activationOf = ({ type }: ModelForm['text'], { activation, textActivation }: Given): Activation =>
  type === 'sentence-transformer' ? activation : (textActivation ?? activation);

const textConfig = (text: ModelForm['text'], given: Given): Record<string, unknown> | undefined =>
  text.type === 'sentence-transformer'
    ? hubTextConfig(text, given)
    : { ...ownTextConfig(text, given), ...blockOptions(activationOf(text, given), given.textEpsilon) };

const ownTextConfig = (text: TextTransformerForm, { textHeads }: Given): Record<string, unknown> => ({
  context_length: text.contextLength,
  vocab_size: text.vocabularySize,
  width: text.width,
  heads: textHeads,
  layers: text.layers,
  mlp_ratio: text.mlpRatio,
  ...(text.pooling === 'last' && { pool_type: 'last' }),
  ...(text.pooling === 'class-token' && { embed_cls: true }),
  ...(!text.causal && { no_causal_mask: true }),
  ...(text.projectionBias && { proj_bias: true }),
  ...(text.projection === 'none' && { proj_type: 'none' }),
});

const blockOptions = (activation: Told['activation'], epsilon: number | undefined): Record<string, unknown> => ({
  ...(epsilon !== undefined && epsilon !== 1e-5 && { norm_kwargs: { eps: epsilon } }),
  ...(activation === 'gelu-tanh' && { act_kwargs: { approximate: 'tanh' } }),
});

function visionConfig(image: ModelForm['image'], given: Given): Record<string, unknown> | undefined {
  if (image.type === 'modified-resnet') {
    const { imageSize, layers, width } = image;
    return { image_size: imageSize, layers, width, head_width: (width * 32) / given.imageHeads, patch_size: null };
  }
  const trunk = timmName(image, given);
  if (trunk !== undefined) return { image_size: image.imageSize, timm_model_name: trunk, ...timmProjection(image) };
  if (image.type === 'convnext' || image.pooling === 'map' || !image.classToken) return undefined;
  return {
    image_size: image.imageSize,
    patch_size: image.patchSize,
    width: image.width,
    layers: image.layers,
    head_width: image.width / given.imageHeads,
    mlp_ratio: image.mlpRatio,
    ...(image.pooling === 'mean' && { pool_type: 'avg' }),
    ...(image.normalise === 'none' && { no_ln_pre: true }),
    ...(image.pooling === 'query' && {
      attentional_pool: true,
      attn_pooler_queries: 1,
      attn_pooler_heads: given.poolingHeads ?? 8,
    }),
    ...blockOptions(given.activation, given.imageEpsilon),
  };
}

const timmProjection = ({ type, projection, projectionBias }: ModelForm['image']): Record<string, unknown> => ({
  timm_model_pretrained: false,
  timm_pool: type === 'convnext' ? '' : 'map',
  timm_proj: projection,
  ...(projectionBias && { timm_proj_bias: true }),
});

/** timm's ConvNeXts by depths and widths, and its SigLIP trunks by width, layers and patch. */
const trunks: Readonly<Record<string, string>> = {
  '3,3,9,3 96,192,384,768': 'convnext_tiny',
  '3,3,27,3 96,192,384,768': 'convnext_small',
  '3,3,27,3 128,256,512,1024': 'convnext_base',
  '3,3,27,3 192,384,768,1536': 'convnext_large',
  '3,3,27,3 256,512,1024,2048': 'convnext_xlarge',
  '3,4,30,3 384,768,1536,3072': 'convnext_xxlarge',
  '2,2,6,2 40,80,160,320': 'convnext_atto',
  '768,12,16': 'vit_base_patch16_siglip',
  '768,12,32': 'vit_base_patch32_siglip',
  '1024,24,16': 'vit_large_patch16_siglip',
  '1152,27,14': 'vit_so400m_patch14_siglip',
  '1152,27,16': 'vit_so400m_patch16_siglip',
  '1536,40,16': 'vit_giantopt_patch16_siglip',
};

/** timm's name of the trunk; undefined where it has none of these sizes. */
function timmName(image: ModelForm['image'], given: Given): string | undefined {
  if (image.type === 'convnext') return convNextName(image, given);
  return image.type === 'vision-transformer' ? siglipName(image, given) : undefined;
}

type Of<Type extends ModelForm['image']['type']> = Extract<ModelForm['image'], { readonly type: Type }>;

function convNextName({ depths, widths, patchSize }: Of<'convnext'>, { imageEpsilon = 1e-5 }: Given) {
  const name = trunks[`${depths.join()} ${widths.join()}`];
  const usual = name === 'convnext_xxlarge' ? 1e-5 : 1e-6;
  return patchSize === 4 && imageEpsilon === usual ? name : undefined;
}

function siglipName(image: Of<'vision-transformer'>, { imageEpsilon, activation }: Given) {
  const { width, layers, patchSize, imageSize } = image;
  const usual = width === 1536 ? 'gelu-tanh' : 'gelu';
  const isSiglip = image.pooling === 'map' && !image.classToken && image.normalise === 'none' && image.registers === 0;
  const name = trunks[[width, layers, patchSize].join()];
  if (!isSiglip || name === undefined || imageEpsilon !== 1e-6 || activation !== usual) return undefined;
  return `${name}_${imageSize}`;
}
