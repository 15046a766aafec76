import { UserError } from '@alignclip/core';
import type { Row } from './forms/blocks';
import { convNextForm, convNextRows, isConvNext, type ConvNextForm } from './forms/convnext';
import {
  isModifiedResnet,
  modifiedResnetForm,
  modifiedResnetRows,
  type ModifiedResnetForm,
} from './forms/modified-resnet';
import {
  isSentenceTransformer,
  sentenceTransformerForm,
  sentenceTransformerRows,
  type SentenceTransformerForm,
} from './forms/sentence-transformer';
import { textTransformerForm, textTransformerRows, type TextTransformerForm } from './forms/text-transformer';
import { visionTransformerForm, visionTransformerRows, type VisionTransformerForm } from './forms/vision-transformer';
import { sharedAddress, type ParameterShapes, type Shape } from './parameter-shapes';
import type { Told } from './told';

/** `clip`: two towers; `sharedclip`: AlignCLIP's model, where both share the transformer, post-LN and projection. */
export type ModelKind = 'clip' | 'sharedclip';

/** An image tower by the type of its component, with the options that its parameters determine. */
export type ImageForm = VisionTransformerForm | ConvNextForm | ModifiedResnetForm;
/** A text tower by the type of its component, with the options that its parameters determine. */
export type TextForm = TextTransformerForm | SentenceTransformerForm;

/**
 * What the parameters of a model determine: which components its towers are and their sizes. Heads, activation and ε are
 * not among it. Every naming of a file (open_clip's, a hub's) is read into parameters by address, and these into a form.
 */
export interface ModelForm {
  readonly kind: ModelKind;
  readonly embeddingWidth: number;
  readonly image: ImageForm;
  readonly text: TextForm;
}

/** Reads the form of a model. Throws UserError naming a parameter that is missing or has another rank. */
export function formOf(shapes: ParameterShapes, kind: ModelKind): ModelForm {
  const image = imageForm(shapes);
  const own = isSentenceTransformer(shapes) ? sentenceTransformerForm(shapes) : textTransformerForm(shapes);
  const text = kind === 'sharedclip' && 'mlpWidth' in image ? { ...own, width: image.width } : own;
  checkEmbeddings(shapes, image, text);
  const { embeddingWidth } = image;
  return { kind, embeddingWidth, image, text: { ...text, embeddingWidth } };
}

/** Throws UserError where a tower without projection has another width than the other tower embeds into. */
function checkEmbeddings(shapes: ParameterShapes, image: ImageForm, text: TextForm): void {
  if (image.embeddingWidth === text.embeddingWidth) return;
  const bare = [image, text].find(({ projection }) => projection === 'none');
  if (bare === undefined) return;
  const name = shapes.nameOf(`${bare === image ? 'image' : 'text'}/projection`);
  throw new UserError(
    `the image tower embeds into width ${image.embeddingWidth}, the text tower into ${text.embeddingWidth}, and there is no "${name}"`,
  );
}

function imageForm(shapes: ParameterShapes): ImageForm {
  if (isConvNext(shapes)) return convNextForm(shapes);
  return isModifiedResnet(shapes) ? modifiedResnetForm(shapes) : visionTransformerForm(shapes);
}

/** The form with what the weights don't tell of it: which tokens are pooled, the mask, the image of a ConvNet. */
export const toldForm = (form: ModelForm, told: Told): ModelForm => ({
  ...form,
  image: toldImage(form.image, told),
  text: toldText(form.text, told),
});

function toldImage(image: ImageForm, { imagePooling, imageSize }: Told): ImageForm {
  const isPooled =
    image.type === 'vision-transformer' &&
    image.classToken &&
    (image.pooling === 'class-token' || image.pooling === 'mean');
  return {
    ...image,
    ...(imagePooling !== undefined && isPooled && { pooling: imagePooling }),
    ...(imageSize !== undefined && image.type === 'convnext' && { imageSize }),
  };
}

function toldText(text: TextForm, { textPooling, causal, classMask, textFamily }: Told): TextForm {
  if (text.type === 'sentence-transformer') return { ...text, family: textFamily ?? text.family };
  const isFixed = text.pooling === 'map' || text.pooling === 'class-token';
  return {
    ...text,
    ...(textPooling !== undefined && !isFixed && { pooling: textPooling }),
    ...(causal !== undefined && { causal }),
    ...(classMask !== undefined && text.pooling === 'class-token' && { classMask }),
  };
}

/** The shapes of all parameters of a model by address. */
export function shapesOf({ kind, image, text }: ModelForm): Map<string, Shape> {
  const rows: Row[] = [['logit-scale', []], ...imageRows(image), ...textRows(text)];
  return new Map(rows.map(([address, shape]) => [kind === 'clip' ? address : sharedclipAddress(address), shape]));
}

const textRows = (form: TextForm): Row[] =>
  form.type === 'sentence-transformer' ? sentenceTransformerRows(form) : textTransformerRows(form);

function imageRows(form: ImageForm): Row[] {
  if (form.type === 'convnext') return convNextRows(form);
  return form.type === 'modified-resnet' ? modifiedResnetRows(form) : visionTransformerRows(form);
}

/** Where AlignCLIP's SharedCLIP has a parameter of a tower. */
const sharedclipAddress = (address: string): string =>
  /^(?:image|text)\/(?:blocks|post-norm|projection)(?:\/|$)/.test(address) ? sharedAddress(address) : address;
