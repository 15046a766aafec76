import { type Spec, UserError } from '@alignclip/core';
import {
  bpeTokenizer,
  convnext,
  modifiedResnet,
  sentenceTransformer,
  textTransformer,
  visionTransformer,
} from '@alignclip/encoders';
import {
  type ImageForm,
  type ModelForm,
  type SentenceTransformerForm,
  type TextForm,
  type Told,
  usualHeads,
} from '@alignclip/formats';
import { activations } from '@alignclip/nn';
import { separate, shared } from '@alignclip/sharing';
import { z } from 'zod';
import type { RunConfig } from '../define/run-config';

/** The slots that define a model; the other slots of a run define its training and evaluation. */
export type ModelConfig = Pick<RunConfig, 'imageEncoder' | 'textEncoder' | 'tokenizer' | 'sharing'>;

/** The components of a model of this form, with CLIP's tokenizer or another. Throws UserError if heads don't divide a width. */
export const modelConfig = (
  { kind, image, text }: ModelForm,
  hyperParameters: HyperParameters,
  tokenizer: Spec<'tokenizer'> = bpeTokenizer({ contextLength: text.contextLength, vocabulary: 'full' }),
): ModelConfig => ({
  imageEncoder: imageEncoderOf(image, hyperParameters),
  textEncoder: textEncoderOf(text, hyperParameters),
  tokenizer,
  sharing: kind === 'clip' ? separate() : shared(),
});

function imageEncoderOf(form: ImageForm, told: HyperParameters) {
  const { imageHeads: heads, activation, imageEpsilon, pixels, poolingHeads } = told;
  if (form.type === 'modified-resnet') {
    const { type: _type, layers, ...options } = form;
    return modifiedResnet({ ...options, layers: [...layers], heads });
  }
  if (form.type === 'convnext') {
    const { type: _type, depths, widths, ...options } = form;
    return convnext({ ...options, ...norms(imageEpsilon), depths: [...depths], widths: [...widths] });
  }
  const { type: _type, mlpWidth: _mlpWidth, classToken, ...options } = form;
  const own = classToken && form.pooling !== 'class-token' ? { classToken } : {};
  const values = pixels === 'half' ? { pixels } : {};
  const pooled = form.pooling === 'query' && poolingHeads !== undefined ? { poolingHeads } : {};
  return visionTransformer({ ...options, ...own, ...values, ...pooled, ...norms(imageEpsilon), heads, activation });
}

/** The id that pads the texts of a BERT or RoBERTa. */
export const paddingOf = ({ family }: SentenceTransformerForm): number => (family === 'roberta' ? 1 : 0);

function sentenceEncoderOf(form: SentenceTransformerForm, { textHeads: heads, textEpsilon }: HyperParameters) {
  const { width, layers, mlpRatio, embeddingWidth, projection } = form;
  const sizes = { width, layers, heads, mlpRatio, embeddingWidth, projection };
  return sentenceTransformer({ pretrained: false, ...sizes, ...norms(textEpsilon), padding: paddingOf(form) });
}

function textEncoderOf(form: TextForm, told: HyperParameters) {
  if (form.type === 'sentence-transformer') return sentenceEncoderOf(form, told);
  const { textHeads: heads, textEpsilon, ...given } = told;
  const { type: _type, mlpWidth: _mlpWidth, contextLength: _length, vocabularySize: _size, ...options } = form;
  const activation = given.textActivation ?? given.activation;
  return textTransformer({ ...options, ...norms(textEpsilon), heads, activation });
}

const norms = (epsilon: number | undefined) => (epsilon === undefined ? {} : { normEpsilon: epsilon });

const heads = z.int().min(1).max(4096);
const epsilon = z.number().positive().max(1).optional();
const activation = z.enum(activations);

const schema = z.strictObject({
  imageHeads: heads,
  textHeads: heads,
  activation,
  textActivation: activation.optional(),
  imageEpsilon: epsilon,
  textEpsilon: epsilon,
  imagePooling: z.enum(['class-token', 'mean']).optional(),
  textPooling: z.enum(['end', 'last', 'mean']).optional(),
  causal: z.boolean().optional(),
  classMask: z.enum(['text', 'legacy']).optional(),
  poolingHeads: heads.optional(),
  textFamily: z.enum(['bert', 'roberta']).optional(),
  imageSize: z.int().min(1).max(65_536).optional(),
  pixels: z.enum(['clip', 'half']).optional(),
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
 * The given values, else those of the file's metadata, else what is usual for such files: heads of width 64 and GELU, or
 * as `usual` says. Throws UserError on invalid metadata, and on heads that don't divide a width.
 */
export function hyperParametersOf(
  form: ModelForm,
  metadata: Readonly<Record<string, string>>,
  wish: Partial<HyperParameters>,
  usual: Told = {},
): HyperParameters {
  const { image, text } = usualHeads(form);
  const all = [usual, parsed(metadata[KEY]), wish].map(defined);
  const hyperParameters = Object.assign(
    { imageHeads: image, textHeads: text, activation: 'gelu' },
    ...all,
  ) as HyperParameters;
  for (const [what, width, count] of [
    ["image tower's width", attentionWidth(form.image), hyperParameters.imageHeads],
    ["text tower's width", form.text.width, hyperParameters.textHeads],
    ["pooling's width", pooledWidth(form.image), hyperParameters.poolingHeads ?? 8],
  ] as const)
    if (width !== undefined && width % count !== 0)
      throw new UserError(`${count} heads do not divide the ${what} of ${width}; give the right number of heads`);
  return hyperParameters;
}

/** The width that the heads of an image tower divide; undefined where it has no attention. */
function attentionWidth(form: ImageForm): number | undefined {
  if (form.type === 'convnext') return undefined;
  return form.type === 'modified-resnet' ? form.width * 2 ** (form.layers.length + 1) : form.width;
}

/** The width that the heads of a pooling with a query divide; undefined where there is none. */
const pooledWidth = (form: ImageForm): number | undefined =>
  form.type === 'vision-transformer' && form.pooling === 'query' ? form.embeddingWidth : undefined;

const defined = (told: Told): Told =>
  Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));

function parsed(text: string | undefined): Partial<HyperParameters> {
  if (text === undefined) return {};
  try {
    return hyperParametersIn(JSON.parse(text));
  } catch {
    throw new UserError(
      `the file's metadata "${KEY}" = ${text.slice(0, 80)}: these are not heads and activation of a model`,
    );
  }
}

/** Throws where they are none. */
export const hyperParametersIn = (value: unknown): HyperParameters => schema.parse(value);
