import type { StoredTensor } from '../stored-tensor';
import type { VisionTransformerForm } from './forms/vision-transformer';
import type { ImageForm, TextForm } from './model-form';
import { attentionalPooler, packPooler, unpackPooler } from './names/coca';
import { hubText, joinHubText, splitHubText } from './names/hub-text';
import { modifiedResnet, withBatchCounts } from './names/modified-resnet';
import { textTransformer, visionTransformer } from './names/open-clip';
import { timmConvNext } from './names/timm-convnext';
import { foldPatchBias, timmVit, withPatchBias } from './names/timm-vit';
import type { NameRow, StateDict } from './naming';

/** How open_clip's files name the parameters of one kind of image tower. */
export interface ImageLayout {
  /** A name that only files of this layout have. */
  readonly landmark: RegExp;
  readonly rows: readonly NameRow[];
  /** Whether all parameters of a tower of this form have a name. */
  readonly fits: (form: ImageForm) => boolean;
  /** The state dict without what our towers have elsewhere. */
  readonly prepare?: (stateDict: StateDict) => StateDict;
  /** The state dict with what only that code has. */
  readonly complete?: (stateDict: Map<string, StoredTensor>) => Map<string, StoredTensor>;
  /** ε of LayerNorm, where it isn't CLIP's. */
  readonly epsilon?: (form: ImageForm) => number;
}

const isProjectedByTimm = ({ projection }: ImageForm): boolean => projection !== 'none';

const isClips = (form: ImageForm): form is VisionTransformerForm =>
  form.type === 'vision-transformer' &&
  form.classToken &&
  form.registers === 0 &&
  form.projection === 'linear' &&
  !form.projectionBias;

/** CLIP's own image tower. */
export const clipImage: ImageLayout = {
  landmark: /^visual\.proj$/,
  rows: visionTransformer,
  fits: (form) => isClips(form) && (form.pooling === 'class-token' || form.pooling === 'mean'),
};

export const imageLayouts: readonly ImageLayout[] = [
  {
    landmark: /^visual\.attn_pool\./,
    rows: [...visionTransformer, ...attentionalPooler],
    fits: (form) => isClips(form) && form.pooling === 'query',
    prepare: unpackPooler,
    complete: packPooler,
  },
  clipImage,
  {
    landmark: /^visual\.trunk\.blocks\./,
    rows: timmVit,
    fits: (form) =>
      form.type === 'vision-transformer' && form.pooling !== 'query' && (form.pooling === 'map' || !form.classToken),
    epsilon: () => 1e-6,
    prepare: foldPatchBias,
    complete: withPatchBias,
  },
  {
    landmark: /^visual\.trunk\.stages\./,
    rows: timmConvNext,
    fits: (form) => form.type === 'convnext' && isProjectedByTimm(form),
    epsilon: (form) => (form.type === 'convnext' && form.widths[0] === 384 ? 1e-5 : 1e-6),
  },
  {
    landmark: /^visual\.layer1\./,
    rows: modifiedResnet,
    fits: (form) => form.type === 'modified-resnet' && form.layers.length === 4 && form.projectionBias,
    complete: withBatchCounts,
  },
];

/** How they name those of one kind of text tower. */
export interface TextLayout extends Pick<ImageLayout, 'landmark' | 'rows' | 'prepare'> {
  readonly fits: (form: TextForm) => boolean;
  readonly complete?: (stateDict: Map<string, StoredTensor>, form: TextForm) => Map<string, StoredTensor>;
}

/** CLIP's own text tower. */
export const clipText: TextLayout = {
  landmark: /^token_embedding\.weight$/,
  rows: textTransformer('', false),
  fits: ({ projection, projectionBias, pooling }) =>
    projection !== 'mlp' && !projectionBias && (pooling === 'end' || pooling === 'last'),
};

export const textLayouts: readonly TextLayout[] = [
  {
    landmark: /^text\.transformer\.(?:embeddings|encoder)\./,
    rows: hubText,
    fits: ({ type }) => type === 'sentence-transformer',
    prepare: joinHubText,
    complete: (stateDict, form) => splitHubText(stateDict, form.type === 'sentence-transformer' ? form.family : 'bert'),
  },
  {
    landmark: /^text\.text_projection\.weight$/,
    rows: textTransformer('text.', true),
    fits: (form) =>
      form.projection === 'linear' &&
      form.projectionBias &&
      (form.pooling === 'end' || form.pooling === 'last' || isCocas(form)),
  },
  {
    landmark: /^text\.token_embedding\.weight$/,
    rows: textTransformer('text.', false),
    fits: (form) => isCocas(form) && form.projection !== 'mlp' && !form.projectionBias,
  },
  { landmark: /^text_projection\.weight$/, rows: textTransformer('', true), fits: () => false },
  clipText,
];

/** With both directions, open_clip hides padding from a class token, which ours sees. */
const isCocas = ({ pooling, causal }: TextForm): boolean => pooling === 'class-token' && causal;
