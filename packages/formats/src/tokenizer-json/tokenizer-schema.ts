import { counted, messageOf, sizeText, UserError } from '@alignclip/core';
import { z } from 'zod';
import { withFile } from '../byte-source';
import { checkStructure } from '../safetensors/check-structure';

/** Gemma's tokenizer, with 256,000 tokens, has 34 MB. */
const maxBytes = 128 * 2 ** 20;

/** Lists of lists of merges and of tokens; normalisers in sequences. */
const limits = { depth: 16, objects: 4_000_000 };

/** More would only make tables that are mostly empty. */
const maxVocabulary = 4_000_000;

const id = z
  .int()
  .min(0)
  .max(maxVocabulary - 1);
const tokens = z.union([z.record(z.string(), id), z.array(z.tuple([z.string(), z.number()]))]);

const schema = z.looseObject({
  model: z.looseObject({ type: z.string().optional(), vocab: tokens }),
  added_tokens: z
    .array(z.looseObject({ id, content: z.string().min(1) }))
    .max(100_000)
    .default([]),
  padding: z.looseObject({ pad_id: id.optional(), pad_token: z.string().optional() }).nullish(),
});

/** What is checked of a `tokenizer.json`; it has more. */
export type TokenizerFile = z.output<typeof schema>;

/** Throws UserError where the file is huge, nested too deeply, or not a tokenizer of Hugging Face's library. */
export async function readTokenizerFile(path: string): Promise<TokenizerFile> {
  const json = await readBoundedJson(path, maxBytes, 'tokenizer.json');
  const result = schema.safeParse(json);
  if (!result.success) throw new UserError(`${path}: ${notTokenizer(json, result.error)}`);
  checkExpansion(path, result.data);
  return result.data;
}

/** JSON of bounded size, depth and number of objects. Throws UserError that names the file. */
export async function readBoundedJson(path: string, most: number, what: string): Promise<unknown> {
  const bytes = await withFile(path, async ({ size, read }) => {
    if (size > most) throw new UserError(`${path}: ${sizeText(size)}, a ${what} has at most ${sizeText(most)}`);
    return read(0, size);
  });
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    checkStructure(text, limits);
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UserError(`${path}: not a ${what}: ${messageOf(error)}`);
  }
}

/** What other file of a model's folder it is, by a field that only these have. */
const others: readonly (readonly [field: string, what: string])[] = [
  ['tokenizer_class', 'tokenizer_config.json'],
  ['model_type', 'config.json'],
  ['weight_map', 'the index of a sharded checkpoint'],
  ['bos_token', 'special_tokens_map.json'],
];

function notTokenizer(json: unknown, error: z.ZodError): string {
  const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
  const other = isObject ? others.find(([field]) => Object.hasOwn(json, field)) : undefined;
  if (other !== undefined) return `not a tokenizer.json but ${other[1]}; name the tokenizer.json beside it`;
  if (isObject && !Object.hasOwn(json, 'model') && Object.keys(json).length > 100)
    return 'not a tokenizer.json but a vocabulary (vocab.json); name the tokenizer.json beside it';
  const [issue] = error.issues;
  return `not a tokenizer.json: ${issue?.path.join('.') || 'file'}: ${issue?.message.slice(0, 200)}`;
}

/** How many times longer its normalisers may make a text. */
const maxExpansion = 4096;

/** Throws UserError where replacements could make any text fill the memory. */
function checkExpansion(path: string, { normalizer }: TokenizerFile): void {
  const factor = expansionOf(normalizer);
  if (factor > maxExpansion)
    throw new UserError(
      `${path}: its normalizer may make texts ${counted(Math.min(factor, 1e15), 'time')} longer; refused`,
    );
}

function expansionOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  const own = ['content', 'prepend'].map((field) => (value as Record<string, unknown>)[field]);
  const added = own.reduce<number>((most, text) => Math.max(most, typeof text === 'string' ? text.length : 1), 1);
  return Object.values(value).reduce<number>((product, one) => product * expansionOf(one), added);
}
