import { tf } from '../tf';
import type { Tensor1D, Tensor2D } from '@alignclip/core';
import { differentiable } from './differentiable';
import { dataType, eagerBackend } from './eager';
import { matMul } from './mat-mul';

/** x · kernel + bias. Shapes: x [n, in], kernel [in, out], bias [out] → [n, out]. */
export function linear(x: Tensor2D, kernel: Tensor2D, bias?: Tensor1D): Tensor2D {
  const product = matMul(x, kernel);
  return bias ? addBias(product, bias) : product;
}

/** x + bias on every row. Shapes: x [n, d], bias [d] → [n, d]. */
export function addBias(x: Tensor2D, bias: Tensor1D): Tensor2D {
  return differentiable([x, bias], {
    forward: () =>
      (eagerBackend()?.executeSingleOutput('BiasAdd', [dataType('T', 'float32')], [x, bias]) ??
        tf.add(x, bias)) as Tensor2D,
    backward: (gradient) => [gradient.clone(), sumRows(gradient)],
  });
}

/** Column sums. Shapes: [n, d] → [d]. */
export function sumRows(x: Tensor2D): Tensor1D {
  return (eagerBackend()?.executeSingleOutput('BiasAddGrad', [dataType('T', 'float32')], [x]) ??
    tf.sum(x, 0)) as Tensor1D;
}
