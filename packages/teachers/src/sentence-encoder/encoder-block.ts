import { biasGelu, rowProduct, shiftedAttention, tf } from '@alignclip/backend';
import type { Tensor2D, Tensor3D } from '@alignclip/core';
import type { ModelConfig } from './model-config';
import type { ModelWeights } from './model-weights';

/** All sentences of a batch have the same number of tokens, so nothing is padded or masked. */
export interface BatchShape {
  readonly batch: number;
  readonly tokens: number;
}

export type EncoderBlock = (x: Tensor2D, shape: BatchShape, scoreBias?: Tensor3D) => Tensor2D;

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
  const qkv = weights.linearOf([name.query, name.key, name.value].map(at), width, width);
  const output = weights.linearOf([at(name.output)], width, width);
  const attentionNorm = weights.layerNorm(at(name.norm), width, epsilon);
  const expand = weights.linearOf([at('intermediate.dense')], width, inner);
  const contract = weights.linearOf([at('output.dense')], inner, width);
  const norm = weights.layerNorm(at('output.LayerNorm'), width, epsilon);
  return (x, shape, scoreBias) => {
    const packed = rowProduct(x, qkv.kernel); // [batch * tokens, 3 * width]
    const mixed = shiftedAttention(packed, qkv.bias, scoreBias, { ...shape, heads, causal: false });
    const attended = attentionNorm(tf.add(x, rowProduct(mixed, output.kernel, output.bias)));
    const active = biasGelu(rowProduct(attended, expand.kernel), expand.bias);
    return norm(tf.add(attended, rowProduct(active, contract.kernel, contract.bias)));
  };
}
