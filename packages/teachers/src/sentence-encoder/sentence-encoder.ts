import { join } from 'node:path';
import { rowsAreIndependent } from '@alignclip/backend';
import { type Matrix, UserError } from '@alignclip/core';
import { readModelConfig } from './model-config';
import { sentenceEncoderFolder } from './model-folder';
import { ModelWeights } from './model-weights';
import { tokenBatches } from './token-batches';
import { readTokenizer } from './tokenizer';
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
  const encode = built(() => transformerEncoder(weights, config), weights);
  const limit = Math.min(maxTokens, maxTokensOf(config));
  const width = config.hidden_size;
  return {
    width,
    dispose: () => weights.dispose(),
    embed: async (sentences) => {
      const values = new Float32Array(sentences.length * width);
      const tokens = sentences.map((sentence) => checkedIds(tokenizer.encode(sentence).ids, config.vocab_size, folder));
      for (const { indices, ids, length } of tokenBatches(
        tokens.map((ids) => truncate(ids, limit)),
        batchTokens(),
      )) {
        const embeddings = encode(ids, { batch: indices.length, tokens: length }); // [batch, width]
        const rows = await embeddings.data<'float32'>();
        embeddings.dispose();
        indices.forEach((index, row) => values.set(rows.subarray(row * width, (row + 1) * width), index * width));
      }
      return { rows: sentences.length, columns: width, values };
    },
  };
}

/** Frees the weights where one of them is missing. */
function built<T>(work: () => T, weights: ModelWeights): T {
  try {
    return work();
  } catch (error) {
    weights.dispose();
    throw error;
  }
}

/** Throws UserError where the tokenizer is another model's, or adds no ids at start and end of a sentence. */
function checkedIds(ids: readonly number[], size: number, folder: string): readonly number[] {
  if (ids.length === 0) throw new UserError(`${join(folder, 'tokenizer.json')}: gives no ids for a sentence`);
  const bad = ids.find((id) => !(Number.isInteger(id) && id >= 0 && id < size));
  if (bad === undefined) return ids;
  throw new UserError(`${join(folder, 'tokenizer.json')}: gives the id ${bad}, the model knows 0 to ${size - 1}`);
}

/** The tokens of a batch: those of one sentence where its row would depend on its company otherwise. */
const batchTokens = (): number => (rowsAreIndependent() ? 4096 : 1);

/** The first ids and the last one, the separator. */
function truncate(ids: readonly number[], limit: number): readonly number[] {
  return ids.length <= limit ? ids : [...ids.slice(0, limit - 1), ids.at(-1)!];
}
