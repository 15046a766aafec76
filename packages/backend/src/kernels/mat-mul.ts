import type { Tensor, Tensor2D, Tensor1D } from '@alignclip/core';
import { type Precision, productPrecision } from '../precision';
import { tf } from '../tf';
import { bfloat16Product } from './bfloat16-product';
import { differentiable } from './differentiable';
import { dataType, eagerBackend } from './eager';
import { plainProduct } from './plain-product';

/**
 * The product a · b of matrices, either transposed first: [n, k] × [k, m] → [n, m], in the precision of the scope that it
 * is made in (`withPrecision`). Differentiable to any order, in the same precision.
 */
export function matMul(a: Tensor2D, b: Tensor2D, transposeA = false, transposeB = false): Tensor2D {
  return matMulIn(productPrecision(), a, b, transposeA, transposeB);
}

function matMulIn(precision: Precision, a: Tensor2D, b: Tensor2D, transposeA: boolean, transposeB: boolean) {
  return tf.engine().runKernel<Tensor2D>(kernelName, { a, b }, { transposeA, transposeB, precision });
}

const kernelName = 'MatrixProduct';

const product: tf.KernelFunc = ({ inputs, attrs }) => {
  const { a, b } = inputs as { a: Tensor2D; b: Tensor2D };
  const { transposeA, transposeB, precision } = attrs as unknown as MatMulAttributes;
  return productIn(precision)(a, b, transposeA, transposeB);
};

interface MatMulAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly precision: Precision;
}

/** The same product outside the tape, in the given precision. */
export const productIn = (precision: Precision) => (precision === 'bfloat16' ? bfloat16Product : plainProduct);

for (const backendName of ['tensorflow', 'wasm', 'cpu']) {
  tf.registerKernel({ kernelName, backendName, kernelFunc: product });
}

tf.registerGradient({
  kernelName,
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, saved, attrs) => {
    const [a, b] = saved as [Tensor2D, Tensor2D];
    const { transposeA, transposeB, precision } = attrs as unknown as MatMulAttributes;
    const times = matMulIn.bind(undefined, precision);
    const gradient = dy as Tensor as Tensor2D;
    return {
      a: () => (transposeA ? times(b, gradient, transposeB, true) : times(gradient, b, false, !transposeB)),
      b: () => (transposeB ? times(gradient, a, true, transposeA) : times(a, gradient, !transposeA, false)),
    };
  },
});

/** x · kernel + bias. Shapes: x [n, in], kernel [in, out], bias [out] → [n, out]. */
export function linear(x: Tensor2D, kernel: Tensor2D, bias?: Tensor1D): Tensor2D {
  const product = matMul(x, kernel);
  return bias ? addBias(product, bias) : product;
}

/** x + bias on every row. Shapes: x [n, d], bias [d] → [n, d]. */
function addBias(x: Tensor2D, bias: Tensor1D): Tensor2D {
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
