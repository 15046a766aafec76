import { biasGelu, layerNorm, rowProduct, shiftedAttention, tf } from '@alignclip/backend';
import type { Tensor2D, Tensor3D } from '@alignclip/core';
import type { BlockWeights } from './encoder-weights';
import type { ModelConfig } from './model-config';

/** All sentences of a batch have the same number of tokens, so nothing is padded or masked. */
export interface BatchShape {
  readonly batch: number;
  readonly tokens: number;
}

/**
 * A post-norm transformer block (BERT, Devlin et al. 2019). Shapes: [batch * tokens, width] → the same. The rows of a
 * sentence depend on that sentence alone where `rowsAreIndependent`.
 */
export function encoderBlock(
  x: Tensor2D,
  { qkv, output, attentionNorm, expand, contract, norm }: BlockWeights,
  { num_attention_heads: heads, layer_norm_eps: epsilon }: ModelConfig,
  shape: BatchShape,
  scoreBias?: Tensor3D,
): Tensor2D {
  const packed = rowProduct(x, qkv.kernel); // [batch * tokens, 3 * width]
  const mixed = shiftedAttention(packed, qkv.bias, scoreBias, { ...shape, heads, causal: false });
  const afterAttention = tf.add<Tensor2D>(x, rowProduct(mixed, output.kernel, output.bias));
  const attended = layerNorm(afterAttention, attentionNorm.scale, attentionNorm.bias, epsilon);
  const active = biasGelu(rowProduct(attended, expand.kernel), expand.bias);
  const afterMlp = tf.add<Tensor2D>(attended, rowProduct(active, contract.kernel, contract.bias));
  return layerNorm(afterMlp, norm.scale, norm.bias, epsilon);
}
