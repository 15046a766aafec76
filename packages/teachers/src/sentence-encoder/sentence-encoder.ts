import { join } from 'node:path';
import { messageOf, UserError, type Matrix } from '@alignclip/core';
import * as tokenizers from '@huggingface/tokenizers';
import { readJson, readModelConfig } from './model-config';
import { sentenceEncoderFolder } from './model-folder';
import { ModelWeights } from './model-weights';
import { tokenBatches } from './token-batches';
import { maxTokensOf, transformerEncoder } from './transformer-encoder';

/** Sentences to unit rows whose inner products are semantic similarities. */
export interface SentenceEncoder {
  /** Length of an embedding. */
  readonly width: number;
  /** One row per sentence, in their order. */
  embed(sentences: readonly string[]): Promise<Matrix>;
  /** Frees the weights. */
  dispose(): void;
}

/**
 * Loads a model by name or folder (`model.safetensors`, `tokenizer.json`, `config.json` of BERT or MPNet). Sentences
 * are cut to `maxTokens`. Throws UserError if it is missing or of another kind.
 */
export async function loadSentenceEncoder(model: string, { maxTokens = 128 } = {}): Promise<SentenceEncoder> {
  const folder = sentenceEncoderFolder(model);
  const config = await readModelConfig(folder);
  const tokenizer = await readTokenizer(join(folder, 'tokenizer.json'));
  const weights = await ModelWeights.read(join(folder, 'model.safetensors'));
  const encode = transformerEncoder(weights, config);
  const limit = Math.min(maxTokens, maxTokensOf(config));
  const width = config.hidden_size;
  return {
    width,
    dispose: () => weights.dispose(),
    embed: async (sentences) => {
      const values = new Float32Array(sentences.length * width);
      const tokens = sentences.map((sentence) => truncate(tokenizer.encode(sentence).ids, limit));
      for (const { indices, ids, length } of tokenBatches(tokens)) {
        const embeddings = encode(ids, { batch: indices.length, tokens: length }); // [batch, width]
        const rows = await embeddings.data<'float32'>();
        embeddings.dispose();
        indices.forEach((index, row) => values.set(rows.subarray(row * width, (row + 1) * width), index * width));
      }
      return { rows: sentences.length, columns: width, values };
    },
  };
}

interface Tokenizer {
  encode(text: string): { readonly ids: readonly number[] };
}

/** The library's types import files that it doesn't ship. */
const { Tokenizer: HubTokenizer } = tokenizers as unknown as {
  readonly Tokenizer: new (json: object, config: object) => Tokenizer;
};

/** Throws UserError where the file is not a tokenizer of Hugging Face's library. */
async function readTokenizer(path: string): Promise<Tokenizer> {
  const json = await readJson(path);
  try {
    return new HubTokenizer(json as object, {});
  } catch (error) {
    throw new UserError(`${path}: ${messageOf(error)}`);
  }
}

/** The first ids and the last one, the separator. */
function truncate(ids: readonly number[], limit: number): readonly number[] {
  return ids.length <= limit ? ids : [...ids.slice(0, limit - 1), ids.at(-1)!];
}
