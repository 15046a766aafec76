import { gelu, tf } from '@alignclip/backend';
import type { Tensor2D, Tensor4D } from '@alignclip/core';
import type { ModelConfig } from './model-config';
import type { ModelWeights } from './model-weights';

/** All sentences of a batch have the same number of tokens, so nothing is padded or masked. */
export interface BatchShape {
  readonly batch: number;
  readonly tokens: number;
}

export type EncoderBlock = (x: Tensor2D, shape: BatchShape, scoreBias?: Tensor4D) => Tensor2D;

const names = {
  bert: {
    query: 'attention.self.query',
    key: 'attention.self.key',
    value: 'attention.self.value',
    output: 'attention.output.dense',
    norm: 'attention.output.LayerNorm',
  },
  mpnet: {
    query: 'attention.attn.q',
    key: 'attention.attn.k',
    value: 'attention.attn.v',
    output: 'attention.attn.o',
    norm: 'attention.LayerNorm',
  },
} as const;

/** A post-norm transformer block (BERT, Devlin et al. 2019). Shapes: [batch * tokens, width] → the same. */
export function encoderBlock(weights: ModelWeights, config: ModelConfig, layer: number): EncoderBlock {
  const { hidden_size: width, intermediate_size: inner, layer_norm_eps: epsilon, num_attention_heads: heads } = config;
  const name = names[config.model_type];
  const at = (part: string) => `encoder.layer.${layer}.${part}`;
  const query = weights.linear(at(name.query), width, width);
  const key = weights.linear(at(name.key), width, width);
  const value = weights.linear(at(name.value), width, width);
  const output = weights.linear(at(name.output), width, width);
  const attentionNorm = weights.layerNorm(at(name.norm), width, epsilon);
  const expand = weights.linear(at('intermediate.dense'), width, inner);
  const contract = weights.linear(at('output.dense'), inner, width);
  const norm = weights.layerNorm(at('output.LayerNorm'), width, epsilon);
  return (x, shape, scoreBias) => {
    const [q, k, v] = [query(x), key(x), value(x)].map((rows) => splitHeads(rows, shape, heads)) as Heads;
    const attended = attentionNorm(tf.add(x, output(joinHeads(attend(q, k, v, scoreBias)))));
    return norm(tf.add(attended, contract(gelu(expand(attended)))));
  };
}

type Heads = [query: Tensor4D, key: Tensor4D, value: Tensor4D];

/** softmax(q kᵀ / √(head width) + bias) v. Shapes: [batch, heads, tokens, head width] each. */
function attend(query: Tensor4D, key: Tensor4D, value: Tensor4D, scoreBias?: Tensor4D): Tensor4D {
  const products = tf.matMul(query, tf.transpose(key, [0, 1, 3, 2]));
  const scores = tf.mul<Tensor4D>(products, 1 / Math.sqrt(query.shape[3]));
  return tf.matMul(tf.softmax(scoreBias ? tf.add<Tensor4D>(scores, scoreBias) : scores), value);
}

/** [batch * tokens, width] → [batch, heads, tokens, width / heads]. */
function splitHeads(rows: Tensor2D, { batch, tokens }: BatchShape, heads: number): Tensor4D {
  return tf.transpose(tf.reshape(rows, [batch, tokens, heads, rows.shape[1] / heads]), [0, 2, 1, 3]);
}

/** [batch, heads, tokens, d] → [batch * tokens, heads * d]. */
function joinHeads(heads: Tensor4D): Tensor2D {
  const [batch, count, tokens, width] = heads.shape;
  return tf.reshape(tf.transpose(heads, [0, 2, 1, 3]), [batch * tokens, count * width]);
}
