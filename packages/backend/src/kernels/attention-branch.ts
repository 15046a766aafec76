import { tf } from '../tf';
import type { Tensor2D } from '@alignclip/core';
import { productPrecision } from '../precision';
import { attention, checkAttentionShape, plainAttributes } from './attention';
import { isLowAttention, lowAttention } from './bfloat16-branches';
import type { AttentionBranch, AttentionShape } from './branches';
import { customOpsIn } from './bfloat16-product';
import { addBranch, branchGradient, nativeNorm } from './branch-ends';
import { type Differentiable, differentiable } from './differentiable';
import { type EagerBackend, eagerBackend } from './eager';
import { layerNorm } from './layer-norm';
import { linear, productIn } from './mat-mul';
import { attentionOnTensorflow } from './tensorflow-branches';

/**
 * x + W_o · attention(LayerNorm(x) · W_qkv + b_qkv) + b_o on rows [batch · tokens, w].
 * With our own operations it is one node of the tape that keeps only x, the product with W_qkv and the mixed values, in
 * bfloat16 as such; on TensorFlow without them one node too.
 * @throws UserError where rows or columns don't match the shape.
 */
export function attentionBranch(x: Tensor2D, branch: AttentionBranch, shape: AttentionShape): Tensor2D {
  const precision = productPrecision();
  const [native, plain] = [customOpsIn(precision), eagerBackend()];
  const { norm, qkv, output } = branch;
  const inputs = [x, norm.scale, norm.bias, qkv.kernel, qkv.bias, output.kernel, output.bias];
  if (native && precision === 'bfloat16' && isLowAttention(branch))
    return differentiable(inputs, lowAttention(native, x, branch, shape));
  if (native) return differentiable(inputs, fused(native, x, branch, shape));
  if (plain) return differentiable(inputs, attentionOnTensorflow(plain, x, branch, shape));
  const packed = linear(layerNorm(x, norm.scale, norm.bias, norm.epsilon), qkv.kernel, qkv.bias);
  return tf.add(x, linear(attention(packed, shape), output.kernel, output.bias));
}

function fused(
  native: EagerBackend,
  x: Tensor2D,
  { norm, qkv, output }: AttentionBranch,
  shape: AttentionShape,
): Differentiable<Tensor2D> {
  const precision = productPrecision();
  const attributes = plainAttributes(shape, precision);
  const times = productIn(precision);
  return {
    forward: (save) => {
      const packed = times(nativeNorm(native, x, norm), qkv.kernel); // without its bias
      checkAttentionShape([x.shape[0], qkv.kernel.shape[1]], shape);
      const mixed = native.executeSingleOutput('AlignclipAttention', attributes, [packed, qkv.bias]);
      save([x, norm.scale, norm.bias, packed, qkv.kernel, qkv.bias, mixed, output.kernel]);
      return addBranch(native, times(mixed, output.kernel), output.bias, x);
    },
    backward: (dy, saved) => {
      const [packed, kernel, bias, mixed, outputKernel] = saved.slice(3);
      const dMixed = times(dy, outputKernel!, false, true);
      const inputs = [packed!, bias!, dMixed];
      const [dPacked, dPackedBias] = native.executeMultipleOutputs('AlignclipAttentionGrad', attributes, inputs, 2);
      const dNormal = times(dPacked!, kernel!, false, true);
      const { dx, dScale, dBias, dOutputBias, normal } = branchGradient(native, saved, dNormal, dy, norm.epsilon);
      const dKernel = times(normal, dPacked!, true);
      const dOutput = times(mixed!, dy, true);
      return [dx, dScale, dBias, dKernel, dPackedBias!, dOutput, dOutputBias];
    },
  };
}
