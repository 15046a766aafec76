import { attention } from '@alignclip/backend';
import type { Tensor2D } from '@alignclip/core';
import type { InitialisationScheme } from '../initialisation-scheme';
import type { Scope } from '../scope';
import { Linear } from './linear';
import type { SequenceShape } from './sequence-shape';

/** Multi-head self-attention; queries, keys and values come from one product. */
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

  apply(x: Tensor2D, { batch, tokens }: SequenceShape): Tensor2D {
    const mixed = attention(this.qkv.apply(x), { batch, tokens, heads: this.heads, causal: this.causal });
    return this.output.apply(mixed); // [batch * tokens, width]
  }
}
