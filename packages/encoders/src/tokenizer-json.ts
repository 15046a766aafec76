import { fileHash } from '@alignclip/backend';
import { contentHash, defineComponent, messageOf, Tokenizer, UserError } from '@alignclip/core';
import { type HubTokenizer, readBoundedJson, readHubTokenizer } from '@alignclip/formats';
import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { remembered } from './remembered';

const options = z.strictObject({
  path: z.string().min(1).describe("a tokenizer.json of Hugging Face's library, or the folder that has one"),
  contextLength: z.int().min(3).default(77).describe('maximum ids per text, those that the file adds included'),
  clean: z
    .enum(['none', 'lower-case', 'canonical'])
    .default('none')
    .describe(
      "texts before the file's own rules: as they are, in lower case (SigLIP 2), or also without ASCII's punctuation and repeated white space (SigLIP)",
    ),
  padTo: z
    .enum(['longest', 'context'])
    .default('longest')
    .describe(
      'rows as long as the longest text (CLIP; the end token must have the largest id), or as the context, padded with the padding token (SigLIP)',
    ),
  padToken: z
    .string()
    .min(1)
    .optional()
    .describe('token to pad the context with (default: that of the file or of tokenizer_config.json beside it)'),
  vocabularySize: z
    .int()
    .positive()
    .optional()
    .describe("rows of the model's token table, where it has more than the file has ids"),
});
type Options = z.output<typeof options>;

/** Ids by a `tokenizer.json` of the user. */
export const tokenizerJson = defineComponent(Tokenizer)({
  type: 'tokenizer-json',
  options,
  inject: [],
  create: async (options): Promise<Tokenizer> => {
    const path = fileOf(options.path);
    const file = await readHubTokenizer(path);
    const vocabularySize = sizeFor(path, file, options.vocabularySize);
    const padding = options.padTo === 'context' ? await paddingFor(path, file, options.padToken) : 0;
    if (options.padTo === 'longest') checkEnd(path, file);
    const row = rowsOf(path, file, options);
    const hash = await fileHash(path);
    return {
      vocabularySize,
      contextLength: options.contextLength,
      ...(options.padTo === 'context' && { padsContext: true, padding }),
      encode: (texts) => matrixOf(texts.map(row), padding, options),
      fingerprint: async () => contentHash({ hash, padding }),
    };
  },
});

function fileOf(path: string): string {
  const file = resolve(path);
  return existsSync(file) && statSync(file).isDirectory() ? join(file, 'tokenizer.json') : file;
}

function sizeFor(path: string, file: HubTokenizer, wanted = file.vocabularySize): number {
  if (wanted >= file.vocabularySize) return wanted;
  throw new UserError(
    `option "vocabularySize" = ${wanted}: ${path} has ids up to ${file.vocabularySize - 1}, so at least ${file.vocabularySize}`,
  );
}

/** Throws UserError where a tower could not find the end of a text by its id. */
function checkEnd(path: string, { after, vocabularySize }: HubTokenizer): void {
  const end = after.at(-1)!;
  if (end === vocabularySize - 1) return;
  throw new UserError(
    `${path}: its end token has id ${end} of ${vocabularySize}, not the largest, by which towers find the end of a text; ` +
      'use padTo: "context" with textTransformer({ pooling: "last" })',
  );
}

async function paddingFor(path: string, file: HubTokenizer, wanted: string | undefined): Promise<number> {
  if (wanted !== undefined) return file.idOf(wanted);
  const beside = file.padding === undefined ? await padTokenBeside(path) : undefined;
  const found = beside === undefined ? file.padding : file.idOf(beside);
  if (found !== undefined && found < file.vocabularySize) return found;
  throw new UserError(
    `${path}: neither it nor tokenizer_config.json beside it names a padding token; name one with option "padToken"`,
  );
}

const token = z.union([z.string(), z.looseObject({ content: z.string() }).transform(({ content }) => content)]);
const configSchema = z.looseObject({ pad_token: token.nullish() });

/** The padding token of the configuration in the same folder. */
async function padTokenBeside(path: string): Promise<string | undefined> {
  const config = join(dirname(path), 'tokenizer_config.json');
  if (!existsSync(config)) return undefined;
  const result = configSchema.safeParse(await readBoundedJson(config, 16 * 2 ** 20, 'tokenizer_config.json'));
  if (result.success) return result.data.pad_token ?? undefined;
  throw new UserError(`${config}: pad_token: ${messageOf(result.error.issues[0]?.message ?? result.error)}`);
}

/** ASCII's punctuation, as Python's string.punctuation. */
const punctuation = /[!-/:-@[-`{-~]/g;

/** Source: transformers, `SiglipTokenizer.canonicalize_text` and `Siglip2Tokenizer`. */
const cleaning: Readonly<Record<Options['clean'], (text: string) => string>> = {
  none: (text) => text,
  'lower-case': (text) => text.toLowerCase(),
  canonical: (text) => text.toLowerCase().replace(punctuation, '').replace(/\s+/g, ' ').trim(),
};

/** Ids of a text, cut to the context before what the file adds at its end. */
function rowsOf(path: string, file: HubTokenizer, { clean, contextLength }: Options) {
  const { before, after } = file;
  if (before.length + after.length >= contextLength)
    throw new UserError(
      `option "contextLength" = ${contextLength}: ${path} adds ${before.length + after.length} ids to a text; choose more`,
    );
  return remembered((text: string): readonly number[] => {
    const ids = file.encode(cleaning[clean](text));
    return ids.length <= contextLength ? ids : [...ids.slice(0, contextLength - after.length), ...after];
  });
}

function matrixOf(rows: readonly (readonly number[])[], padding: number, { padTo, contextLength }: Options) {
  const longest = rows.reduce((most, { length }) => Math.max(most, length), 0);
  const columns = padTo === 'context' ? contextLength : longest;
  const ids = new Int32Array(rows.length * columns).fill(padding);
  rows.forEach((row, i) => ids.set(row, i * columns));
  return { rows: rows.length, columns, ids };
}
