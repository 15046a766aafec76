import { UserError } from '@alignclip/core';
import type { StoredTensor } from '../stored-tensor';
import { foreignModel, notOpenClip } from './foreign-models';
import type { ImageForm, ModelForm, ModelKind, TextForm } from './model-form';
import { familyOf } from './names/hub-text';
import { logitScale, sharedClip } from './names/open-clip';
import { Naming, type StateDict } from './naming';
import type { Told } from './told';
import { clipImage, clipText, imageLayouts, textLayouts, type ImageLayout, type TextLayout } from './tower-layouts';

/** How the files of one code name a model's parameters. */
export interface FileLayout {
  readonly kind: ModelKind;
  readonly naming: Naming;
  /** What such files leave out, as that code has it. */
  readonly usual: (form: ModelForm, stateDict: StateDict) => Told;
  /** The state dict without what our towers have elsewhere. */
  readonly prepare: (stateDict: StateDict) => StateDict;
  /** The state dict with what only that code has. */
  readonly complete: (stateDict: Map<string, StoredTensor>) => Map<string, StoredTensor>;
}

const unchanged = <T>(stateDict: T): T => stateDict;

const shared: FileLayout = {
  kind: 'sharedclip',
  naming: new Naming(sharedClip),
  usual: () => ({}),
  prepare: unchanged,
  complete: unchanged,
};

const clip = (image: ImageLayout, text: TextLayout, form?: TextForm): FileLayout => ({
  kind: 'clip',
  naming: new Naming([...logitScale, ...image.rows, ...text.rows]),
  usual: (form, stateDict) => ({
    imageEpsilon: image.epsilon?.(form.image),
    ...usualSiglip(form),
    ...usualCoca(form),
    ...usualHubText(form, stateDict),
  }),
  prepare: (stateDict) => (text.prepare ?? unchanged)((image.prepare ?? unchanged)(stateDict)),
  complete: (stateDict) => {
    const completed = image.complete?.(stateDict) ?? stateDict;
    return form === undefined ? completed : (text.complete?.(completed, form) ?? completed);
  },
});

/** SigLIP's text towers, the only ones with a bias in the projection, read the last of all tokens. */
function usualSiglip({ text, image }: ModelForm): Told {
  if (!text.projectionBias || text.pooling === 'class-token') return {};
  const isSecond = text.vocabularySize === 256_000;
  return {
    textPooling: 'last',
    causal: false,
    textEpsilon: 1e-6,
    pixels: image.type === 'vision-transformer' && image.pooling === 'map' ? 'half' : undefined,
    activation: isSecond && image.type === 'vision-transformer' && image.width === 1536 ? 'gelu-tanh' : 'gelu',
    textActivation: isSecond ? 'gelu-tanh' : undefined,
  };
}

/** open_clip's pooler has eight heads, its class token the mask of the published weights: no configuration says another. */
const usualCoca = ({ text, image }: ModelForm): Told => ({
  ...(text.pooling === 'class-token' && { classMask: 'legacy' as const }),
  ...(image.type === 'vision-transformer' && image.pooling === 'query' && { poolingHeads: 8 }),
});

/** BERT or RoBERTa by its types of tokens; roberta-ViT-B-32 is the one whose image tower has the quick GELU. */
function usualHubText({ text }: ModelForm, stateDict: StateDict): Told {
  if (text.type !== 'sentence-transformer') return {};
  const textFamily = familyOf(stateDict);
  const isRobertaBase = textFamily === 'roberta' && text.vocabularySize === 50_265;
  return {
    textFamily,
    textEpsilon: textFamily === 'roberta' ? 1e-5 : 1e-12,
    ...(isRobertaBase && { activation: 'quick-gelu' as const }),
  };
}

/** The layout of a state dict with these names. Throws UserError for other models. */
export function layoutOf(names: readonly string[]): FileLayout {
  const foreign = foreignModel(names);
  if (foreign !== undefined) throw new UserError(foreign);
  const has = ({ landmark }: { readonly landmark: RegExp }) => names.some((name) => landmark.test(name));
  const image = imageLayouts.find(has);
  if (image === undefined && names.includes('projection')) return shared;
  if (image === undefined) throw new UserError(notOpenClip(names));
  return clip(image, textLayouts.find(has) ?? clipText);
}

/** The layout that open_clip or AlignCLIP reads a model of this form from. Throws UserError where there is none. */
export function layoutFor({ kind, image, text }: ModelForm): FileLayout {
  const ownImage = imageLayouts.find(({ fits }) => fits(image));
  const ownText = textLayouts.find(({ fits }) => fits(text));
  const isClip = ownImage === clipImage && ownText === clipText;
  if (kind === 'sharedclip' && isClip && isAlignClip(image, text)) return shared;
  if (kind === 'clip' && ownImage && ownText) return clip(ownImage, ownText, text);
  const code = kind === 'clip' ? 'open_clip' : 'AlignCLIP';
  const [tower, form] = ownImage ? (['text', text] as const) : (['image', image] as const);
  throw new UserError(
    `${code} has no ${tower} tower of this form (${described(form)}): no file of its can hold it; ` +
      'open the run by its record, or save its embeddings with alignclip embed',
  );
}

/** AlignCLIP's towers have the form of CLIP's. */
const isAlignClip = (image: ImageForm, text: TextForm): boolean =>
  image.type === 'vision-transformer' &&
  image.pooling === 'class-token' &&
  image.normalise === 'pre-norm' &&
  text.pooling === 'end' &&
  text.causal;

const described = ({ type, ...form }: ImageForm | TextForm): string =>
  [type, ...Object.entries(form).map(([key, value]) => `${key} ${String(value)}`)].join(', ');
