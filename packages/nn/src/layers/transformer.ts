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

/** Picks rows of [batch * tokens, width]. */
export type ReadOut = (rows: Tensor2D) => Tensor2D;

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
    return this.applyTo(x, shape, (rows) => rows);
  }

  /** Only the rows that `readOut` picks, without the work on the others behind the attention. */
  applyTo(x: Tensor2D, shape: SequenceShape, readOut: ReadOut): Tensor2D {
    const attended = this.attention.addTo(x, this.norm1, shape);
    return this.mlp.addTo(readOut(attended), this.norm2);
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

  /** `readOut(apply(x, shape))`: the last block works on the rows that are read only, which changes no number. */
  read(x: Tensor2D, shape: SequenceShape, readOut: ReadOut): Tensor2D {
    const last = this.blocks.at(-1);
    const rows = this.blocks.slice(0, -1).reduce((before, block) => block.apply(before, shape), x);
    return last ? last.applyTo(rows, shape, readOut) : readOut(rows);
  }
}
