import { linear, layerNorm } from '@alignclip/backend';
import type { Parameter, Tensor2D } from '@alignclip/core';
import { zeros, type Initialiser, ones } from '../initialisation-scheme';
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

/** Normalises each row to mean 0 and variance 1 (with ε added to it), then scales and shifts. */
export class LayerNorm {
  readonly scale: Parameter<[number]>;
  readonly bias: Parameter<[number]>;

  constructor(
    scope: Scope,
    width: number,
    readonly epsilon = 1e-5,
  ) {
    this.scale = scope.parameter('scale', [width], ones);
    this.bias = scope.parameter('bias', [width], zeros);
  }

  apply(x: Tensor2D): Tensor2D {
    return layerNorm(x, this.scale, this.bias, this.epsilon); // [n, width]
  }
}
