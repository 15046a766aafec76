import { linear } from '@alignclip/backend';
import type { Parameter, Tensor2D } from '@alignclip/core';
import { zeros, type Initialiser } from '../initialisers';
import type { Scope } from '../scope';

/** y = x W + b with W [inputs, outputs]. */
export class Linear {
  readonly kernel: Parameter<[number, number]>;
  readonly bias: Parameter<[number]>;

  constructor(scope: Scope, inputs: number, outputs: number, initialise: Initialiser, bias: Initialiser = zeros) {
    this.kernel = scope.parameter('kernel', [inputs, outputs], initialise);
    this.bias = scope.parameter('bias', [outputs], bias);
  }

  apply(x: Tensor2D): Tensor2D {
    return linear(x, this.kernel, this.bias); // [n, outputs]
  }
}
