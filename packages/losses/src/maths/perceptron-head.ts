import { tf } from '@alignclip/backend';
import type { Tensor2D } from '@alignclip/core';
import { Linear, normal, type Scope } from '@alignclip/nn';

/**
 * Linear layers with ReLU between them and no normalisation, so that an example's output depends on it alone:
 * parameters `<layer>/{kernel,bias}`, He et al. 2015's initial values.
 */
export class PerceptronHead {
  private readonly layers: readonly Linear[];

  /** From the width of the input to that of the output. */
  constructor(scope: Scope, widths: readonly number[]) {
    this.layers = widths.slice(1).map((outputs, i) => {
      const [inputs, last] = [widths[i]!, i === widths.length - 2];
      return new Linear(scope.child(i), inputs, outputs, normal(((last ? 1 : 2) / inputs) ** 0.5));
    });
  }

  /** [N, inputs] → [N, outputs] */
  apply(x: Tensor2D): Tensor2D {
    return this.layers.reduce((rows, layer, i) => layer.apply(i === 0 ? rows : tf.relu(rows)), x);
  }
}
