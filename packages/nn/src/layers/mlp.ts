import { biasGelu, matMul, quickGelu } from '@alignclip/backend';
import type { Tensor2D } from '@alignclip/core';
import type { InitialisationScheme } from '../initialisation-scheme';
import type { Scope } from '../scope';
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

  apply(x: Tensor2D): Tensor2D {
    return this.output.apply(this.activate(x)); // [n, width]
  }

  private activate(x: Tensor2D): Tensor2D {
    if (this.activation === 'quick-gelu') return quickGelu(this.input.apply(x));
    const product = matMul(x, this.input.kernel);
    return biasGelu(product, this.input.bias); // [n, mlpWidth]
  }
}
