import { UserError } from '@alignclip/core';
import { foreignModel, notOpenClip } from './foreign-models';
import type { ModelForm, ModelKind } from './model-form';
import { logitScale, sharedClip, textTransformer, visionTransformer } from './names/open-clip';
import { Naming, type NameRow } from './naming';

/** How the files of one code name a model's parameters. */
export interface FileLayout {
  readonly kind: ModelKind;
  readonly naming: Naming;
}

interface TowerLayout<Tower> {
  /** A name that only files of this layout have. */
  readonly landmark: RegExp;
  readonly rows: readonly NameRow[];
  /** Whether all parameters of a tower of this form have a name. */
  readonly fits: (form: Tower) => boolean;
}

const imageLayouts: readonly TowerLayout<ModelForm['image']>[] = [
  {
    landmark: /^visual\.proj$/,
    rows: visionTransformer,
    fits: ({ classToken, registers, pooling }) => classToken && registers === 0 && pooling !== 'map',
  },
];

const textLayouts: readonly TowerLayout<ModelForm['text']>[] = [
  {
    landmark: /^text\.text_projection\.weight$/,
    rows: textTransformer('text.', true),
    fits: ({ projection, projectionBias }) => projection === 'linear' && projectionBias,
  },
  { landmark: /^text\.token_embedding\.weight$/, rows: textTransformer('text.', false), fits: () => false },
  { landmark: /^text_projection\.weight$/, rows: textTransformer('', true), fits: () => false },
  {
    landmark: /^token_embedding\.weight$/,
    rows: textTransformer('', false),
    fits: ({ projection, projectionBias }) => projection !== 'mlp' && !projectionBias,
  },
];

const shared: FileLayout = { kind: 'sharedclip', naming: new Naming(sharedClip) };

const clip = (image: readonly NameRow[], text: readonly NameRow[]): FileLayout => ({
  kind: 'clip',
  naming: new Naming([...logitScale, ...image, ...text]),
});

/** The layout of a state dict with these names, wrappers removed. Throws UserError for other models. */
export function layoutOf(names: readonly string[]): FileLayout {
  const foreign = foreignModel(names);
  if (foreign !== undefined) throw new UserError(foreign);
  const has = ({ landmark }: { readonly landmark: RegExp }) => names.some((name) => landmark.test(name));
  const image = imageLayouts.find(has);
  if (image === undefined && names.includes('projection')) return shared;
  if (image === undefined) throw new UserError(notOpenClip(names));
  return clip(image.rows, (textLayouts.find(has) ?? textLayouts.at(-1)!).rows);
}

/** The layout that open_clip or AlignCLIP reads a model of this form from. Throws UserError where there is none. */
export function layoutFor({ kind, image, text }: ModelForm): FileLayout {
  if (kind === 'sharedclip') return shared;
  const [ownImage, ownText] = [
    imageLayouts.find(({ fits }) => fits(image)),
    textLayouts.find(({ fits }) => fits(text)),
  ];
  if (ownImage && ownText) return clip(ownImage.rows, ownText.rows);
  throw new UserError(
    `open_clip has no ${ownImage ? 'text' : 'image'} tower of this form: ${describe(ownImage ? text : image)}`,
  );
}

const describe = (form: object): string =>
  Object.entries(form)
    .map(([key, value]) => `${key} ${String(value)}`)
    .join(', ');
