import { join } from 'node:path';
import { fileHash } from '@alignclip/backend';
import { Dataset, defineComponent, Tokenizer, UserError } from '@alignclip/core';
import {
  checkedIds,
  maxTokensOf,
  modelHash,
  readModelConfig,
  readTokenizer,
  sentenceEncoderFolder,
  truncate,
} from '@alignclip/nn/sentence-encoder';
import { z } from 'zod';
import { knownTexts } from './known-texts';
import { padRows } from './pad-rows';
import { remembered } from './remembered';

const options = z.strictObject({
  model: z
    .string()
    .min(1)
    .default('all-MiniLM-L6-v2')
    .describe("'all-MiniLM-L6-v2', 'all-mpnet-base-v2', or a path with a slash to a model folder"),
  contextLength: z.int().min(3).default(128).describe('maximum ids per text, start and end token included'),
  vocabulary: z
    .enum(['full', 'used'])
    .default('full')
    .describe("ids for all tokens of the model, or only for those of the data set's texts"),
});

/**
 * The tokenizer of a sentence encoder, WordPiece in BERT and MPNet (Wu et al., arXiv 1609.08144; Devlin et al. 2019),
 * read from its `tokenizer.json`. An id is the file's plus one, as 0 is padding; the end token has the largest id.
 */
export const wordpieceTokenizer = defineComponent(Tokenizer)({
  type: 'wordpiece-tokenizer',
  options,
  inject: [Dataset],
  create: async ({ model, contextLength, vocabulary }, dataset): Promise<Tokenizer> => {
    const folder = sentenceEncoderFolder(model);
    await modelHash(model); // a corrupt file of a published model is refused
    const { fileRow, size, end, unknown } = await readRows(folder, contextLength, model);
    const texts = vocabulary === 'used' ? await knownTexts(dataset) : undefined;
    const kept = texts ? tokensOf(texts.map(fileRow)) : Array.from({ length: size }, (_, id) => id);
    const fileIds = [0, ...kept, unknown, end];
    const ids = new Map(kept.map((id, index) => [id, index + 1]));
    const row = remembered((text) => [
      ...fileRow(text).map((id) => ids.get(id) ?? kept.length + 1),
      fileIds.length - 1,
    ]);
    return {
      vocabularySize: fileIds.length,
      contextLength,
      fileIds,
      fingerprint: () => fileHash(join(folder, 'tokenizer.json')),
      encode: (batch) => padRows(batch.map(row)),
    };
  },
});

/** The distinct ids, sorted. */
const tokensOf = (rows: readonly (readonly number[])[]): number[] => [...new Set(rows.flat())].sort((a, b) => a - b);

/** Texts to the ids of the file, without the end token, which `end` is. */
async function readRows(folder: string, contextLength: number, model: string) {
  const config = await readModelConfig(folder);
  const file = join(folder, 'tokenizer.json');
  const tokenizer = await readTokenizer(file);
  const size = config.vocab_size;
  if (contextLength > maxTokensOf(config))
    throw new UserError(
      `option "contextLength" = ${contextLength}: the model "${model}" has positions for ${maxTokensOf(config)} tokens`,
    );
  const idsOf = (text: string) => checkedIds(tokenizer.encode(text).ids, size, folder);
  const end = idsOf('').at(-1)!;
  const fileRow = (text: string): readonly number[] => {
    const ids = truncate(idsOf(text), contextLength);
    if (ids.at(-1) === end) return ids.slice(0, -1);
    throw new UserError(`${file}: adds no end token to a text`);
  };
  return { fileRow, size, end, unknown: tokenizer.unknownId ?? end };
}
