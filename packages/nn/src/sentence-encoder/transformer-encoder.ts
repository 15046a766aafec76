import { layerNorm, tf } from '@alignclip/backend';
import type { Tensor2D } from '@alignclip/core';
import { encoderBlock, type BatchShape } from './encoder-block';
import type { EncoderWeights } from './encoder-weights';
import type { ModelConfig } from './model-config';
import { relativePositionBias } from './relative-position-bias';

/**
 * BERT or MPNet and the mean over the tokens (Devlin et al. 2019; Song et al. 2020; Reimers & Gurevych 2019): the word
 * embeddings of sentences of one length, [batch * tokens, width], to rows [batch, width]. Differentiable.
 */
export function meanOfTokens(
  words: Tensor2D,
  { batch, tokens }: BatchShape,
  weights: EncoderWeights,
  config: ModelConfig,
): Tensor2D {
  const width = config.hidden_size;
  const sequences = tf.reshape(words, [batch, tokens, width]);
  const positioned = tf.add(sequences, tf.slice(weights.positions, [0, 0], [tokens, width]));
  const { scale, bias } = weights.norm;
  const input = layerNorm(tf.reshape(positioned, [batch * tokens, width]), scale, bias, config.layer_norm_eps);
  const shift = weights.distances && relativePositionBias(weights.distances, tokens);
  const rows = weights.blocks.reduce((x, block) => encoderBlock(x, block, config, { batch, tokens }, shift), input);
  return tf.mean(tf.reshape<tf.Rank.R3>(rows, [batch, tokens, width]), 1);
}
