import { join } from 'node:path';
import { embeddingLookup, normalizeRows, tf } from '@alignclip/backend';
import { type Matrix, type Tensor2D, UserError } from '@alignclip/core';
import { encoderWeights } from './encoder-weights';
import { maxTokensOf, readModelConfig, type ModelConfig } from './model-config';
import { sentenceEncoderFolder } from './model-folder';
import { ModelWeights } from './model-weights';
import { batchTokens, tokenBatches, type TokenBatch } from './token-batches';
import { readTokenizer } from './tokenizer';
import { meanOfTokens } from './transformer-encoder';

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
  const { encode, dispose } = encoderOf(await ModelWeights.read(join(folder, 'model.safetensors')), config);
  const limit = Math.min(maxTokens, maxTokensOf(config));
  const width = config.hidden_size;
  return {
    width,
    dispose,
    embed: async (sentences) => {
      const values = new Float32Array(sentences.length * width);
      const tokens = sentences.map((sentence) => checkedIds(tokenizer.encode(sentence).ids, config.vocab_size, folder));
      const cut = tokens.map((ids) => truncate(ids, limit));
      for (const batch of tokenBatches(cut, batchTokens())) {
        const embeddings = encode(batch); // [batch, width]
        const rows = await embeddings.data<'float32'>();
        embeddings.dispose();
        batch.indices.forEach((index, row) => values.set(rows.subarray(row * width, (row + 1) * width), index * width));
      }
      return { rows: sentences.length, columns: width, values };
    },
  };
}

/** The weights on the backend until `dispose`; none stays there where one of them is missing. */
function encoderOf(file: ModelWeights, config: ModelConfig) {
  const kept: tf.Tensor[] = [];
  const dispose = (): void => tf.dispose(kept.splice(0));
  const keep = <T extends tf.Tensor>(tensor: T): T => {
    kept.push(tensor);
    return tf.keep(tensor);
  };
  const tokens = Array.from({ length: config.vocab_size }, (_, id) => id);
  try {
    const weights = encoderWeights(
      (_path, shape, { pretrained }) => keep(tf.tensor<tf.Rank.R2>(pretrained(file), [...shape] as [number, number])),
      config,
      { tokens, positions: maxTokensOf(config) },
    );
    const encode = ({ ids, indices, length }: TokenBatch): Tensor2D =>
      tf.tidy(() => {
        const shape = { batch: indices.length, tokens: length };
        const words = embeddingLookup(weights.words, tf.tensor1d(ids, 'int32'));
        return normalizeRows(meanOfTokens(words, shape, weights, config));
      });
    return { encode, dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

/** Throws UserError where the tokenizer is another model's, or adds no ids at start and end of a sentence. */
export function checkedIds(ids: readonly number[], size: number, folder: string): readonly number[] {
  if (ids.length === 0) throw new UserError(`${join(folder, 'tokenizer.json')}: gives no ids for a sentence`);
  const bad = ids.find((id) => !(Number.isInteger(id) && id >= 0 && id < size));
  if (bad === undefined) return ids;
  throw new UserError(`${join(folder, 'tokenizer.json')}: gives the id ${bad}, the model knows 0 to ${size - 1}`);
}

/** The first ids and the last one, the separator. */
export function truncate(ids: readonly number[], limit: number): readonly number[] {
  return ids.length <= limit ? ids : [...ids.slice(0, limit - 1), ids.at(-1)!];
}
