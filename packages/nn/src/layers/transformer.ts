import { attentionBranch, mlpBranch, quickGelu, tanhGelu, tf } from '@alignclip/backend';
import type { Tensor2D, Tensor4D } from '@alignclip/core';
import { initialisation, type InitialisationName, type InitialisationScheme } from '../initialisation-scheme';
import type { Scope } from '../scope';
import { LayerNorm, Linear } from './linear';
import { maskedAttention } from './masked-attention';

export const activations = ['gelu', 'quick-gelu', 'gelu-tanh'] as const;
/** `gelu`: x Φ(x), exact; `quick-gelu`: x σ(1.702 x), as in OpenAI's checkpoints; `gelu-tanh`: as in SigLIP 2. */
export type Activation = (typeof activations)[number];

/** Sizes and kind of a transformer. */
export interface TransformerOptions {
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly mlpWidth: number;
  readonly activation: Activation;
  readonly initialisation: InitialisationName;
  readonly causal: boolean;
  /** ε of every LayerNorm (default 1e-5). */
  readonly normEpsilon?: number;
}

/** Sequences are stored as rows: [batch * tokens, width]. */
export interface SequenceShape {
  readonly batch: number;
  readonly tokens: number;
  /** What is added to the attention scores, in place of the causal mask, [batch, 1, tokens, tokens]. */
  readonly mask?: Tensor4D;
}

/** Picks rows of [batch * tokens, width]. */
export type ReadOut = (rows: Tensor2D) => Tensor2D;

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

  /** `readOut(apply(x, shape))`: in the last block the MLP works only on the rows that are read, which changes no number. */
  read(x: Tensor2D, shape: SequenceShape, readOut: ReadOut): Tensor2D {
    const last = this.blocks.at(-1);
    const rows = this.blocks.slice(0, -1).reduce((before, block) => block.apply(before, shape), x);
    return last ? last.applyTo(rows, shape, readOut) : readOut(rows);
  }
}

/** A pre-LN residual block: x + attention(LN(x)), then x + MLP(LN(x)). */
export class TransformerBlock {
  private readonly norm1: LayerNorm;
  private readonly attention: SelfAttention;
  private readonly norm2: LayerNorm;
  private readonly mlp: Mlp;

  constructor(scope: Scope, options: TransformerOptions, init: InitialisationScheme) {
    const { width, heads, causal, mlpWidth, activation, normEpsilon } = options;
    this.norm1 = new LayerNorm(scope.child('norm-1'), width, normEpsilon);
    this.attention = new SelfAttention(scope.child('attention'), width, heads, causal, init);
    this.norm2 = new LayerNorm(scope.child('norm-2'), width, normEpsilon);
    this.mlp = new Mlp(scope.child('mlp'), width, mlpWidth, activation, init);
  }

  apply(x: Tensor2D, shape: SequenceShape): Tensor2D {
    return this.applyTo(x, shape, (rows) => rows);
  }

  /** Only the rows that `readOut` picks; after the attention nothing is computed for the others. */
  applyTo(x: Tensor2D, shape: SequenceShape, readOut: ReadOut): Tensor2D {
    const attended = this.attention.addTo(x, this.norm1, shape);
    return this.mlp.addTo(readOut(attended), this.norm2);
  }
}

/** Multi-head self-attention; queries, keys and values are computed by one product. */
export class SelfAttention {
  private readonly qkv: Linear;
  private readonly output: Linear;

  constructor(
    scope: Scope,
    width: number,
    private readonly heads: number,
    private readonly causal: boolean,
    init: InitialisationScheme,
  ) {
    this.qkv = new Linear(scope.child('qkv'), width, 3 * width, init.qkv);
    this.output = new Linear(scope.child('output'), width, width, init.attentionOutput);
  }

  /** x + attention(norm(x)) */
  addTo(x: Tensor2D, norm: LayerNorm, { batch, tokens, mask }: SequenceShape): Tensor2D {
    const { qkv, output, heads, causal } = this;
    if (mask) {
      const mixed = maskedAttention(qkv.apply(norm.apply(x)), { batch, tokens, heads, mask });
      return tf.add(x, output.apply(mixed));
    }
    return attentionBranch(x, { norm, qkv, output }, { batch, tokens, heads, causal }); // [batch * tokens, width]
  }
}

/** The two-layer perceptron of a block. */
export class Mlp {
  private readonly input: Linear;
  private readonly output: Linear;

  constructor(
    scope: Scope,
    width: number,
    mlpWidth: number,
    private readonly activation: Activation,
    init: InitialisationScheme,
  ) {
    this.input = new Linear(scope.child('input'), width, mlpWidth, init.mlpInput, init.bias(width));
    this.output = new Linear(scope.child('output'), mlpWidth, width, init.mlpOutput, init.bias(mlpWidth));
  }

  /** x + MLP(norm(x)) */
  addTo(x: Tensor2D, norm: LayerNorm): Tensor2D {
    const { input, output } = this;
    if (this.activation === 'gelu') return mlpBranch(x, { norm, input, output });
    const activate = this.activation === 'quick-gelu' ? quickGelu : tanhGelu;
    return tf.add(x, output.apply(activate(input.apply(norm.apply(x))))); // [n, width]
  }
}
