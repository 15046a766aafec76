import type { Tensor, Tensor2D, Tensor1D } from '@alignclip/core';
import { tf } from '../tf';
import { differentiable } from './differentiable';
import { bool, dataType, type EagerBackend, eagerBackend } from './eager';

/**
 * The product a · b of matrices, either transposed first: [n, k] × [k, m] → [n, m].
 *
 * Native TensorFlow runs plain `MatMul`; elsewhere operands are transposed before the product, because the wasm
 * product with transposed operands is many times slower. Differentiable to any order.
 */
export function matMul(a: Tensor2D, b: Tensor2D, transposeA = false, transposeB = false): Tensor2D {
  return tf.engine().runKernel<Tensor2D>(kernelName, { a, b }, { transposeA, transposeB });
}

const kernelName = 'MatrixProduct';

const product: tf.KernelFunc = ({ inputs, attrs }) => {
  const { a, b } = inputs as { a: Tensor2D; b: Tensor2D };
  const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
  const native = eagerBackend();
  if (native) return nativeMatMul(native, a, b, transposeA, transposeB);
  return tf.tidy(() => tf.matMul(transposeA ? tf.transpose(a) : a, transposeB ? tf.transpose(b) : b));
};

/** The same product outside the tape. */
export const nativeMatMul = (
  native: EagerBackend,
  a: Tensor,
  b: Tensor,
  transposeA = false,
  transposeB = false,
): Tensor => {
  const attributes = [bool('transpose_a', transposeA), bool('transpose_b', transposeB), dataType('T', 'float32')];
  return native.executeSingleOutput('MatMul', attributes, [a, b]);
};

for (const backendName of ['tensorflow', 'wasm', 'cpu']) {
  tf.registerKernel({ kernelName, backendName, kernelFunc: product });
}

tf.registerGradient({
  kernelName,
  inputsToSave: ['a', 'b'],
  gradFunc: (dy, saved, attrs) => {
    const [a, b] = saved as [Tensor2D, Tensor2D];
    const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
    const gradient = dy as Tensor as Tensor2D;
    return {
      a: () => (transposeA ? matMul(b, gradient, transposeB, true) : matMul(gradient, b, false, !transposeB)),
      b: () => (transposeB ? matMul(gradient, a, true, transposeA) : matMul(a, gradient, !transposeA, false)),
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
