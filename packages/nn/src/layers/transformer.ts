import { tf } from '@alignclip/backend';
import type { Tensor2D } from '@alignclip/core';
import { initialisation, type InitialisationName, type InitialisationScheme } from '../initialisation-scheme';
import type { Scope } from '../scope';
import { LayerNorm } from './layer-norm';
import { Mlp, type Activation } from './mlp';
import { SelfAttention } from './self-attention';
import type { SequenceShape } from './sequence-shape';

export interface TransformerOptions {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly mlpWidth: number;
  readonly activation: Activation;
  readonly initialisation: InitialisationName;
  readonly causal: boolean;
}

/** A pre-LN residual block: x + attention(LN(x)), then x + MLP(LN(x)). */
export class TransformerBlock {
  private readonly norm1: LayerNorm;
  private readonly attention: SelfAttention;
  private readonly norm2: LayerNorm;
  private readonly mlp: Mlp;

  constructor(scope: Scope, options: TransformerOptions, init: InitialisationScheme) {
    const { width, heads, causal, mlpWidth, activation } = options;
    this.norm1 = new LayerNorm(scope.child('norm-1'), width);
    this.attention = new SelfAttention(scope.child('attention'), width, heads, causal, init);
    this.norm2 = new LayerNorm(scope.child('norm-2'), width);
    this.mlp = new Mlp(scope.child('mlp'), width, mlpWidth, activation, init);
  }

  apply(x: Tensor2D, shape: SequenceShape): Tensor2D {
    const attended = tf.add<Tensor2D>(x, this.attention.apply(this.norm1.apply(x), shape));
    return tf.add(attended, this.mlp.apply(this.norm2.apply(attended))); // [batch * tokens, width]
  }
}

/** The stack of blocks under `blocks/<i>`. */
export class Transformer {
  readonly blocks: readonly TransformerBlock[];

  constructor(scope: Scope, options: TransformerOptions) {
    const init = initialisation(options.initialisation, options.width, options.layers, options.mlpWidth);
    const blocks = scope.child('blocks');
    this.blocks = Array.from(
      { length: options.layers },
      (_, i) => new TransformerBlock(blocks.child(i), options, init),
    );
  }

  apply(x: Tensor2D, shape: SequenceShape): Tensor2D {
    return this.blocks.reduce((rows, block) => block.apply(rows, shape), x); // [batch * tokens, width]
  }
}
