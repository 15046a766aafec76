import { tf } from '@alignclip/backend';
import type { Parameter, Tensor2D, Tensor3D } from '@alignclip/core';
import { initialisation, normal } from '../initialisation-scheme';
import type { Scope } from '../scope';
import { LayerNorm, Linear } from './linear';
import { Mlp, type SequenceShape, type TransformerOptions } from './transformer';

/**
 * Attention pooling with a probe (MAP, Zhai et al., arXiv 2303.15343; Lee et al., arXiv 1810.00825): one learned query
 * attends to all rows of a sequence, then a residual MLP. Parameters under `pooling/`.
 */
export class AttentionPooling {
  private readonly probe: Parameter<[number]>;
  private readonly query: Linear;
  private readonly keyValue: Linear;
  private readonly output: Linear;
  private readonly norm: LayerNorm;
  private readonly mlp: Mlp;
  private readonly heads: number;

  constructor(scope: Scope, options: Omit<TransformerOptions, 'causal'>) {
    const { width, layers, heads, mlpWidth, activation } = options;
    const init = initialisation(options.initialisation, width, layers, mlpWidth);
    const pooling = scope.child('pooling');
    this.heads = heads;
    this.probe = pooling.parameter('probe', [width], normal(width ** -0.5));
    this.query = new Linear(pooling.child('attention/query'), width, width, init.qkv);
    this.keyValue = new Linear(pooling.child('attention/key-value'), width, 2 * width, init.qkv);
    this.output = new Linear(pooling.child('attention/output'), width, width, init.attentionOutput);
    this.norm = new LayerNorm(pooling.child('norm'), width, options.normEpsilon);
    this.mlp = new Mlp(pooling.child('mlp'), width, mlpWidth, activation, init);
  }

  /** [batch * tokens, width] to [batch, width]; where `attended` [batch, tokens] is 0, a row counts for nothing. */
  apply(rows: Tensor2D, { batch, tokens }: SequenceShape, attended?: Tensor2D): Tensor2D {
    const { heads } = this;
    const width = rows.shape[1];
    const [key, value] = tf.split(this.keyValue.apply(rows), 2, 1) as [Tensor2D, Tensor2D];
    const query = tf.mul(this.query.apply(tf.reshape(this.probe, [1, width])), (width / heads) ** -0.5);
    const byHead = [batch, tokens, heads, width / heads];
    const scores = tf.sum<Tensor3D>(tf.reshape(tf.mul(key, query), byHead), 3); // [batch, tokens, heads]
    const weights = softmaxOverTokens(scores, attended);
    const mixed = tf.sum(tf.mul(tf.reshape(value, byHead), tf.expandDims(weights, 3)), 1); // [batch, heads, width / heads]
    return this.mlp.addTo(this.output.apply(tf.reshape(mixed, [batch, width])), this.norm);
  }
}

function softmaxOverTokens(scores: Tensor3D, attended: Tensor2D | undefined): Tensor3D {
  const hidden = attended && tf.mul(tf.sub(1, tf.expandDims(attended, 2)), -1e9);
  const shown = hidden ? tf.add<Tensor3D>(scores, hidden) : scores;
  return tf.transpose(tf.softmax(tf.transpose(shown, [0, 2, 1])), [0, 2, 1]);
}
