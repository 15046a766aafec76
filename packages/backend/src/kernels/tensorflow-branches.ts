import type { Tensor2D } from '@alignclip/core';
import { productPrecision } from '../precision';
import { tf } from '../tf';
import { checkAttentionShape } from './attention';
import type { AttentionBranch, AttentionShape, MlpBranch } from './branches';
import { roundedToBfloat16 } from './bfloat16-product';
import { addBias } from './branch-ends';
import type { Differentiable } from './differentiable';
import { dataType, type EagerBackend } from './eager';
import { productIn, sumRows } from './mat-mul';
import { attend, attendedGradient } from './tensorflow-attention';
import { normed, normedGradient, savedByNorm } from './tensorflow-norm';

/**
 * The attention half of a block as one node of the tape, on TensorFlow's own operations and as few of them as there are:
 * on a GPU a small model waits for the program that starts them.
 */
export function attentionOnTensorflow(
  native: EagerBackend,
  x: Tensor2D,
  { norm, qkv, output }: AttentionBranch,
  shape: AttentionShape,
): Differentiable<Tensor2D> {
  const precision = productPrecision();
  const times = productIn(precision);
  return {
    forward: (save) => {
      const { rows, saved } = normed(native, x, norm);
      const packed = addBias(native, times(rows, qkv.kernel), qkv.bias);
      checkAttentionShape(packed.shape, shape);
      const { mixed, saved: ofAttention } = attend(native, packed, shape, precision);
      save([rows, qkv.kernel, mixed, output.kernel, ...saved, ...ofAttention]);
      return tf.add(x, addBias(native, times(mixed, output.kernel), output.bias));
    },
    backward: (dy, saved) => {
      const [rows, kernel, mixed, outputKernel] = saved as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
      const [ofNorm, ofAttention] = [saved.slice(4, 4 + savedByNorm), saved.slice(4 + savedByNorm)];
      const dPacked = attendedGradient(native, times(dy, outputKernel, false, true), ofAttention, shape, precision);
      const dRows = times(dPacked, kernel, false, true);
      const [dx, dScale, dBias] = normedGradient(native, dRows, ofNorm, norm.epsilon);
      const ofQkv = [times(rows, dPacked, true), sumRows(dPacked)];
      return [tf.add(dy, dx), dScale, dBias, ...ofQkv, times(mixed, dy, true), sumRows(dy)];
    },
  };
}

/**
 * The same of the MLP half, without dropout. 2 GELU(h) = h · erfc(−h / √2), and half of it is in the output kernel, which is
 * exact. The derivative of 2 GELU, erfc(−h / √2) + h · exp(−h² / 2) · √(2/π), is made in the forward pass and kept in place of h.
 */
export function mlpOnTensorflow(
  native: EagerBackend,
  x: Tensor2D,
  { norm, input, output }: MlpBranch,
): Differentiable<Tensor2D> {
  const precision = productPrecision();
  const times = productIn(precision);
  const kept = (rows: Tensor2D) => (precision === 'bfloat16' ? (roundedToBfloat16(rows) as Tensor2D) : rows);
  return {
    forward: (save) => {
      const { rows, saved } = normed(native, x, norm);
      const hidden = kept(addBias(native, times(rows, input.kernel), input.bias));
      const place = tf.mul(hidden, -Math.SQRT1_2);
      const sides = native.executeSingleOutput('Erfc', [dataType('T', 'float32')], [place]);
      const active = tf.mul(hidden, sides);
      const half = tf.mul<Tensor2D>(output.kernel, 0.5);
      if (isDifferentiated()) {
        const density = tf.exp(tf.sub(Math.log(2 / Math.PI) / 2, tf.square(place)));
        save([rows, input.kernel, active, half, tf.add(sides, tf.mul(hidden, density)), ...saved]);
      }
      return tf.add(x, addBias(native, times(active, half), output.bias));
    },
    backward: (dy, saved) => {
      const [rows, kernel, active, half, slope] = saved as [Tensor2D, Tensor2D, Tensor2D, Tensor2D, Tensor2D];
      const dHidden = tf.mul<Tensor2D>(kept(times(dy, half, false, true)), slope);
      const dRows = times(dHidden, kernel, false, true);
      const [dx, dScale, dBias] = normedGradient(native, dRows, saved.slice(5), norm.epsilon);
      const ofInput = [times(rows, dHidden, true), sumRows(dHidden)];
      const dOutput = tf.mul(times(active, dy, true), 0.5);
      return [tf.add(dy, dx), dScale, dBias, ...ofInput, dOutput, sumRows(dy)];
    },
  };
}

/** Whether somebody asks for gradients of what is computed now. */
const isDifferentiated = (): boolean => tf.engine().state.gradientDepth > 0;
