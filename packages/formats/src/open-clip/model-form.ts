import { UserError } from '@alignclip/core';
import { textTransformerForm, textTransformerRows, type TextTransformerForm } from './forms/text-transformer';
import { visionTransformerForm, visionTransformerRows, type VisionTransformerForm } from './forms/vision-transformer';
import { sharedAddress, type ParameterShapes, type Shape } from './parameter-shapes';

/** `clip`: two towers; `sharedclip`: AlignCLIP's model, where both share the transformer, post-LN and projection. */
export type ModelKind = 'clip' | 'sharedclip';

/** An image tower by the type of its component, with the options that its parameters determine. */
export type ImageForm = VisionTransformerForm;
/** A text tower by the type of its component, with the options that its parameters determine. */
export type TextForm = TextTransformerForm;

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
  const image = visionTransformerForm(shapes);
  const own = textTransformerForm(shapes);
  const text = kind === 'clip' ? own : { ...own, width: image.width };
  const { embeddingWidth } = image;
  const isProjected = text.projection !== 'none';
  if (!isProjected && text.embeddingWidth !== embeddingWidth)
    throw new UserError(
      `the image tower embeds into width ${embeddingWidth}, the text tower, without a projection, into ${text.embeddingWidth}`,
    );
  return { kind, embeddingWidth, image, text: { ...text, embeddingWidth } };
}

/** The shapes of all parameters of a model by address. */
export function shapesOf({ kind, image, text }: ModelForm): Map<string, Shape> {
  const rows = [['logit-scale', []] as const, ...visionTransformerRows(image), ...textTransformerRows(text)];
  return new Map(rows.map(([address, shape]) => [kind === 'clip' ? address : sharedclipAddress(address), shape]));
}

/** Where AlignCLIP's SharedCLIP has a parameter of a tower. */
const sharedclipAddress = (address: string): string =>
  /^(?:image|text)\/(?:blocks|post-norm|projection)(?:\/|$)/.test(address) ? sharedAddress(address) : address;
