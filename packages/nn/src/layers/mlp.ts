import { mlpBranch, quickGelu, tf } from '@alignclip/backend';
import type { Tensor2D } from '@alignclip/core';
import type { InitialisationScheme } from '../initialisation-scheme';
import type { Scope } from '../scope';
import type { LayerNorm } from './layer-norm';
import { Linear } from './linear';

export const activations = ['gelu', 'quick-gelu'] as const;
/** `gelu`: x Φ(x), exact; `quick-gelu`: x σ(1.702 x), as in OpenAI's checkpoints. */
export type Activation = (typeof activations)[number];

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
    return tf.add(x, output.apply(quickGelu(input.apply(norm.apply(x))))); // [n, width]
  }
}
