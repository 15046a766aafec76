import { layerNorm } from '@alignclip/backend';
import type { Parameter, Tensor2D } from '@alignclip/core';
import { ones, zeros } from '../initialisers';
import type { Scope } from '../scope';

/** Normalises each row to mean 0 and variance 1 (ε = 1e-5), then scales and shifts. */
export class LayerNorm {
  readonly scale: Parameter<[number]>;
  readonly bias: Parameter<[number]>;

  constructor(scope: Scope, width: number) {
    this.scale = scope.parameter('scale', [width], ones);
    this.bias = scope.parameter('bias', [width], zeros);
  }

  apply(x: Tensor2D): Tensor2D {
    return layerNorm(x, this.scale, this.bias); // [n, width]
  }
}
