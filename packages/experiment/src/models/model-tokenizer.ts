import { type Spec, UserError } from '@alignclip/core';
import { bpeTokenizer, ClipTokenizer, tokenizerJson } from '@alignclip/encoders';
import {
  type HubTokenizer,
  type ModelForm,
  readBoundedJson,
  readHubTokenizer,
  type SentenceTransformerForm,
} from '@alignclip/formats';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { paddingOf } from './model-config';

interface Tokenized {
  readonly path: string;
  readonly form: ModelForm;
  /** Whether the names are those of transformers, whose folders have the tokenizer beside the weights. */
  readonly hub: unknown;
}

/**
 * The tokenizer of a model: `given`, a tokenizer.json or its folder; else, for names of transformers and for vocabularies
 * other than CLIP's, `tokenizer.json` beside the weights; else CLIP's. Throws UserError where none of these has ids for the
 * token table, or the file is none.
 */
export async function modelTokenizer(file: Tokenized, given?: string): Promise<Spec<'tokenizer'>> {
  const { contextLength, vocabularySize } = file.form.text;
  const isClips = vocabularySize === new ClipTokenizer().vocabularySize;
  const path = given === undefined ? besideWeights(file, isClips) : fileOf(given);
  if (path !== undefined) return ofFile(path, file);
  if (isClips) return bpeTokenizer({ contextLength, vocabulary: 'full' });
  throw new UserError(
    `${file.path}: its token table has ${vocabularySize} rows, CLIP's tokenizer ${new ClipTokenizer().vocabularySize} ids: texts can't be embedded ` +
      'without its tokenizer; name its tokenizer.json with --tokenizer, or open your own run by its record',
  );
}

function besideWeights({ path, hub }: Tokenized, isClips: boolean): string | undefined {
  const beside = join(dirname(path), 'tokenizer.json');
  return (hub !== undefined || !isClips) && existsSync(beside) ? beside : undefined;
}

function fileOf(given: string): string {
  const path = resolve(given);
  return existsSync(path) && statSync(path).isDirectory() ? join(path, 'tokenizer.json') : path;
}

async function ofFile(path: string, { path: weights, form: { text } }: Tokenized): Promise<Spec<'tokenizer'>> {
  const tokenizer = await readHubTokenizer(path);
  const { vocabularySize } = tokenizer;
  if (vocabularySize > text.vocabularySize)
    throw new UserError(
      `${path}: has ids up to ${vocabularySize - 1}, the token table of ${weights} ${text.vocabularySize} rows: it is of another model`,
    );
  const more = vocabularySize < text.vocabularySize ? { vocabularySize: text.vocabularySize } : {};
  const common = { path, contextLength: text.contextLength, ...more };
  if (text.type === 'sentence-transformer') return tokenizerJson({ ...common, ...paddingFor(path, text, tokenizer) });
  if (text.pooling !== 'last') return tokenizerJson(common);
  return tokenizerJson({ ...common, padTo: 'context', clean: await cleaningBeside(path, text.vocabularySize) });
}

/** Padded as open_clip pads them. Throws UserError where the file's padding token is another model's. */
function paddingFor(path: string, form: SentenceTransformerForm, tokenizer: HubTokenizer) {
  const padToken = form.family === 'roberta' ? '<pad>' : '[PAD]';
  const id = tokenizer.idOf(padToken);
  if (id === paddingOf(form)) return { padTo: 'context' as const, padToken };
  throw new UserError(
    `${path}: its token ${padToken} has id ${id}, the text tower, a ${form.family}, pads with ${paddingOf(form)}: it is of another model`,
  );
}

const schema = z.looseObject({ tokenizer_class: z.string().optional(), padding_side: z.string().optional() });

/** The vocabulary of Gemma, which SigLIP 2 has. */
const gemmaTokens = 256_000;

/** What the processor of a SigLIP does to texts, by `tokenizer_config.json` beside its tokenizer, else by its vocabulary. */
async function cleaningBeside(path: string, vocabularySize: number): Promise<'lower-case' | 'canonical'> {
  const config = join(dirname(path), 'tokenizer_config.json');
  const json = existsSync(config) ? await readBoundedJson(config, 16 * 2 ** 20, 'tokenizer_config.json') : {};
  const { data } = schema.safeParse(json);
  if (data?.padding_side === 'left')
    throw new UserError(`${config}: padding_side is "left": a text tower that reads the last token needs "right"`);
  const isSecond = /^(?:Siglip2|Gemma)/.test(data?.tokenizer_class ?? '') || vocabularySize === gemmaTokens;
  return isSecond ? 'lower-case' : 'canonical';
}
