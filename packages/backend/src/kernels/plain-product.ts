import type { Tensor, Tensor2D } from '@alignclip/core';
import { tf } from '../tf';
import { bool, dataType, type EagerBackend, eagerBackend } from './eager';

/**
 * a · b outside the tape, either transposed first. Native TensorFlow runs plain `MatMul`; elsewhere operands are
 * transposed before the product, because the wasm product with transposed operands is many times slower.
 */
export function plainProduct(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor2D {
  const native = eagerBackend();
  if (native) return nativeProduct(native, a, b, transposeA, transposeB);
  return tf.tidy(() => tf.matMul(transposeA ? tf.transpose(a) : a, transposeB ? tf.transpose(b) : b));
}

const nativeProduct = (native: EagerBackend, a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean) => {
  const attributes = [bool('transpose_a', transposeA), bool('transpose_b', transposeB), dataType('T', 'float32')];
  return native.executeSingleOutput('MatMul', attributes, [a, b]) as Tensor2D;
};
