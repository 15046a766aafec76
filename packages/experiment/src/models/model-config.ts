import { UserError } from '@alignclip/core';
import { bpeTokenizer, textTransformer, visionTransformer } from '@alignclip/encoders';
import { type ImageForm, type ModelForm, type TextForm, usualHeads } from '@alignclip/formats';
import { activations } from '@alignclip/nn';
import { separate, shared } from '@alignclip/sharing';
import { z } from 'zod';
import type { RunConfig } from '../define/run-config';

/** The slots that define a model; the other slots of a run define its training and evaluation. */
export type ModelConfig = Pick<RunConfig, 'imageEncoder' | 'textEncoder' | 'tokenizer' | 'sharing'>;

/** The components of a model of this form. Throws UserError if heads don't divide a width. */
export const modelConfig = ({ kind, image, text }: ModelForm, hyperParameters: HyperParameters): ModelConfig => ({
  imageEncoder: imageEncoderOf(image, hyperParameters),
  textEncoder: textEncoderOf(text, hyperParameters),
  tokenizer: bpeTokenizer({ contextLength: text.contextLength, vocabulary: 'full' }),
  sharing: kind === 'clip' ? separate() : shared(),
});

function imageEncoderOf(form: ImageForm, { imageHeads: heads, activation }: HyperParameters) {
  const { type: _type, mlpWidth: _mlpWidth, classToken, ...options } = form;
  const own = classToken && form.pooling !== 'class-token' ? { classToken } : {};
  return visionTransformer({ ...options, ...own, heads, activation });
}

function textEncoderOf(form: TextForm, { textHeads: heads, activation }: HyperParameters) {
  const { type: _type, mlpWidth: _mlpWidth, contextLength: _length, vocabularySize: _size, ...options } = form;
  return textTransformer({ ...options, heads, activation });
}

const heads = z.int().min(1).max(4096);

const schema = z.strictObject({
  imageHeads: heads,
  textHeads: heads,
  activation: z.enum(activations),
});

/** Hyper-parameters that can't be read from a model's weights. */
export type HyperParameters = z.output<typeof schema>;

/** The metadata key; its name stays for the sake of files that exist. */
const KEY = 'untold'; // cspell:disable-line

/** As metadata of a safetensors file. */
export const hyperParameterMetadata = (hyperParameters: HyperParameters): Record<string, string> => ({
  [KEY]: JSON.stringify(hyperParameters),
});

/** Whether a file's metadata say heads and activation. */
export const hasHyperParameters = (metadata: Readonly<Record<string, string>>): boolean => Object.hasOwn(metadata, KEY);

/**
 * The given values, else those of the file's metadata, else open_clip's defaults: heads of width 64 and GELU. Throws
 * UserError on invalid metadata, and on heads that don't divide a width.
 */
export function hyperParametersOf(
  form: ModelForm,
  metadata: Readonly<Record<string, string>>,
  wish: Partial<HyperParameters>,
): HyperParameters {
  const { image, text } = usualHeads(form);
  const usual: HyperParameters = { imageHeads: image, textHeads: text, activation: 'gelu' };
  const hyperParameters = { ...usual, ...parsed(metadata[KEY]), ...wish };
  for (const tower of ['image', 'text'] as const) {
    const [width, count] = [form[tower].width, hyperParameters[`${tower}Heads`]];
    if (width % count !== 0)
      throw new UserError(
        `${count} heads do not divide the ${tower} tower's width of ${width}; give the right number of heads`,
      );
  }
  return hyperParameters;
}

function parsed(text: string | undefined): Partial<HyperParameters> {
  if (text === undefined) return {};
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new UserError(
      `the file's metadata "${KEY}" = ${text.slice(0, 80)}: these are not heads and activation of a model`,
    );
  }
}
