import { attentionBranch } from '@alignclip/backend';
import type { Tensor2D } from '@alignclip/core';
import type { InitialisationScheme } from '../initialisation-scheme';
import type { Scope } from '../scope';
import type { LayerNorm } from './layer-norm';
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

  /** x + attention(norm(x)) */
  addTo(x: Tensor2D, norm: LayerNorm, { batch, tokens }: SequenceShape): Tensor2D {
    const { qkv, output, heads, causal } = this;
    return attentionBranch(x, { norm, qkv, output }, { batch, tokens, heads, causal }); // [batch * tokens, width]
  }
}
