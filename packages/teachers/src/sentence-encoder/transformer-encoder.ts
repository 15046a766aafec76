import { embeddingLookup, normalizeRows, tf } from '@alignclip/backend';
import type { Tensor2D } from '@alignclip/core';
import { encoderBlock, type BatchShape } from './encoder-block';
import type { ModelConfig } from './model-config';
import type { ModelWeights } from './model-weights';
import { relativePositionBias } from './relative-position-bias';

/** Token ids of sentences of the same length, [batch * tokens], to unit rows [batch, width]. */
export type TransformerEncoder = (ids: Int32Array, shape: BatchShape) => Tensor2D;

/** BERT or MPNet, mean over the tokens, L2-normalised (Reimers & Gurevych 2019; Song et al. 2020). */
export function transformerEncoder(weights: ModelWeights, config: ModelConfig): TransformerEncoder {
  const { hidden_size: width, num_hidden_layers: layers, num_attention_heads: heads } = config;
  const isMpnet = config.model_type === 'mpnet';
  const words = weights.table('embeddings.word_embeddings.weight', config.vocab_size, width);
  const positions = weights.table('embeddings.position_embeddings.weight', config.max_position_embeddings, width);
  const types = isMpnet ? undefined : weights.table(typeTable, config.type_vocab_size, width);
  const buckets = isMpnet ? weights.table(biasTable, config.relative_attention_num_buckets, heads) : undefined;
  const norm = weights.layerNorm('embeddings.LayerNorm', width, config.layer_norm_eps);
  const blocks = Array.from({ length: layers }, (_, layer) => encoderBlock(weights, config, layer));

  const embed = (ids: Int32Array, { batch, tokens }: BatchShape): Tensor2D => {
    const word = tf.reshape(embeddingLookup(words, tf.tensor1d(ids, 'int32')), [batch, tokens, width]);
    const position = tf.slice(positions, [firstPosition(config), 0], [tokens, width]);
    const fixed = types ? tf.add(position, tf.slice(types, [0, 0], [1, width])) : position;
    return norm(tf.reshape(tf.add(word, fixed), [batch * tokens, width]));
  };
  return (ids, shape) =>
    tf.tidy(() => {
      const bias = buckets && relativePositionBias(buckets, shape.tokens);
      const x = blocks.reduce((rows, block) => block(rows, shape, bias), embed(ids, shape));
      const tokens = tf.reshape<tf.Rank.R3>(x, [shape.batch, shape.tokens, width]);
      return normalizeRows(tf.mean(tokens, 1));
    });
}

const typeTable = 'embeddings.token_type_embeddings.weight';
const biasTable = 'encoder.relative_attention_bias.weight';

/** MPNet reserves the positions up to its padding id for padding. */
const firstPosition = (config: ModelConfig): number => (config.model_type === 'mpnet' ? config.pad_token_id + 1 : 0);

/** Number of tokens in the position table. */
export const maxTokensOf = (config: ModelConfig): number => config.max_position_embeddings - firstPosition(config);
