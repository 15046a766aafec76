import { tf } from '../tf';
import type { Scalar, Tensor1D, Tensor2D } from '@alignclip/core';
import { UserError } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { neverChanging } from '../kept-constants';
import { type Differentiable, differentiable } from './differentiable';
import { dataType, type EagerBackend, eagerBackend } from './eager';

/**
 * Mean over rows of −log softmax(row i)[i]: the cross-entropy whose targets are the diagonal.
 * Shape: logits [n, n]; stable for logits of any size.
 * @throws UserError where the matrix isn't square.
 */
export function crossEntropyWithDiagonal(logits: Tensor2D): Scalar {
  const [n, columns] = logits.shape;
  if (n !== columns) throw new UserError(`crossEntropyWithDiagonal: logits of shape [${n}, ${columns}] are not square`);
  const [native, plain] = [customOps(), eagerBackend()];
  if (native) return differentiable([logits], fused(native, logits));
  return differentiable([logits], plain ? onTensorflow(plain, logits, n) : composed(logits, n));
}

function fused(native: EagerBackend, logits: Tensor2D): Differentiable<Scalar> {
  return {
    forward: (save) => {
      save([logits]);
      return native.executeSingleOutput('AlignclipCrossEntropy', [], [logits]) as Scalar;
    },
    backward: (gradient, saved) => [native.executeSingleOutput('AlignclipCrossEntropyGrad', [], [...saved, gradient])],
  };
}

/** Value and gradient are one operation, whose targets are the numbers of the rows. */
const onTensorflow = (native: EagerBackend, logits: Tensor2D, n: number): Differentiable<Scalar> => ({
  forward: (save) => {
    const attributes = [dataType('T', 'float32'), dataType('Tlabels', 'int32')];
    const inputs = [logits, rowNumbers(n)];
    const outputs = native.executeMultipleOutputs('SparseSoftmaxCrossEntropyWithLogits', attributes, inputs, 2);
    const [losses, slopes] = outputs as [Tensor1D, Tensor2D];
    save([slopes]);
    return tf.mean(losses);
  },
  backward: (gradient, [slopes]) => [tf.mul(slopes!, tf.div(gradient, n))],
});

const numbers = new Map<number, Int32Array>();

function rowNumbers(n: number): Tensor1D {
  const values = numbers.get(n) ?? neverChanging(Int32Array.from({ length: n }, (_, i) => i));
  numbers.set(n, values);
  return tf.tensor1d(values, 'int32');
}

function composed(logits: Tensor2D, n: number): Differentiable<Scalar> {
  return {
    forward: (save) => {
      const shifted = tf.sub<Tensor2D>(logits, tf.max(logits, 1, true));
      const exponentials = tf.exp(shifted);
      const total = tf.sum(exponentials, 1, true); // [n, 1]
      save([tf.div(exponentials, total)]);
      return tf.mean(tf.sub(tf.log(tf.squeeze(total, [1])), diagonal(shifted)));
    },
    backward: (gradient, saved) => {
      const targets = tf.eye(n);
      return [tf.mul(tf.sub(saved[0] as Tensor2D, targets), tf.div(gradient, n))];
    },
  };
}

function diagonal(square: Tensor2D): Tensor1D {
  const n = square.shape[0];
  return tf.gather(tf.reshape(square, [n * n]), tf.range(0, n * n, n + 1, 'int32'));
}
