import { tf } from '../tf';
import type { Tensor2D } from '@alignclip/core';
import { productPrecision } from '../precision';
import { isLowMlp, lowMlp } from './bfloat16-branches';
import { customOpsIn } from './bfloat16-product';
import { biasGelu, gelu } from './gelu';
import { keptInBfloat16, withGradientInBfloat16 } from './keep-in-bfloat16';
import { addBranch, branchGradient, type LinearWeights, nativeNorm } from './branch-ends';
import type { MlpBranch } from './branches';
import { type Differentiable, differentiable } from './differentiable';
import { addDropped, dropout, nativeDropout } from './dropout';
import { type EagerBackend, eagerBackend } from './eager';
import { layerNorm } from './layer-norm';
import { linear, matMul, sumRows } from './mat-mul';
import { plainProduct } from './plain-product';
import { mlpOnTensorflow } from './tensorflow-branches';

/**
 * x + dropout(W_2 · GELU(LayerNorm(x) · W_1 + b_1) + b_2) with the exact GELU, on rows [n, w].
 * With our own operations it is one node of the tape that keeps only x and the product with W_1. In bfloat16 what GELU gets,
 * which is kept, is rounded too, and so is the gradient of what it gives.
 */
export function mlpBranch(x: Tensor2D, branch: MlpBranch): Tensor2D {
  const precision = productPrecision();
  const [native, plain] = [customOpsIn(precision), eagerBackend()];
  const { norm, input, output, dropped } = branch;
  const inputs = [x, norm.scale, norm.bias, input.kernel, input.bias, output.kernel, output.bias];
  if (native && precision === 'float32') return differentiable(inputs, fused(native, x, branch));
  if (native && isLowMlp(branch)) return differentiable(inputs, lowMlp(native, x, branch));
  if (!native && plain && !dropped) return differentiable(inputs, mlpOnTensorflow(plain, x, branch));
  const normal = layerNorm(x, norm.scale, norm.bias, norm.epsilon);
  const rows = linear((precision === 'float32' ? activated : lowActivated)(normal, input), output.kernel, output.bias);
  return tf.add(x, dropped ? dropout(rows, dropped) : rows);
}

const activated = (normal: Tensor2D, { kernel, bias }: LinearWeights): Tensor2D =>
  biasGelu(matMul(normal, kernel), bias);

const lowActivated = (normal: Tensor2D, { kernel, bias }: LinearWeights): Tensor2D =>
  withGradientInBfloat16(gelu(keptInBfloat16(linear(normal, kernel, bias))));

function fused(native: EagerBackend, x: Tensor2D, branch: MlpBranch): Differentiable<Tensor2D> {
  const { norm, input, output, dropped } = branch;
  const times = plainProduct;
  return {
    forward: (save) => {
      const product = times(nativeNorm(native, x, norm), input.kernel);
      const active = native.executeSingleOutput('AlignclipBiasGelu', [], [product, input.bias]);
      save([x, norm.scale, norm.bias, product, input.kernel, input.bias, output.kernel]);
      const rows = times(active, output.kernel);
      return dropped ? addDropped(native, rows, output.bias, x, dropped) : addBranch(native, rows, output.bias, x);
    },
    backward: (dy, saved) => {
      const [product, kernel, bias, outputKernel] = saved.slice(3);
      const dRows = dropped ? nativeDropout(native, dy, dropped) : dy;
      const dActive = times(dRows, outputKernel!, false, true);
      const inputs = [product!, bias!, dActive];
      const [dProduct, dProductBias, active] = native.executeMultipleOutputs('AlignclipBiasGeluGrad', [], inputs, 3);
      dActive.dispose();
      const dOutput = times(active!, dRows, true);
      active!.dispose();
      const dNormal = times(dProduct!, kernel!, false, true);
      const { dx, dScale, dBias, dOutputBias, normal } = branchGradient(native, saved, dNormal, dy, norm.epsilon);
      const dKernel = times(normal, dProduct!, true);
      const dRowBias = dropped ? sumRows(dRows as Tensor2D) : dOutputBias;
      return [dx, dScale, dBias, dKernel, dProductBias!, dOutput, dRowBias];
    },
  };
}
