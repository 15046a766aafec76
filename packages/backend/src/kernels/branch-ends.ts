import type { Tensor, Tensor1D, Tensor2D } from '@alignclip/core';
import { dataType, type EagerBackend, float } from './eager';

/** Scale and shift of a layer normalisation, [w], and its ε (default 1e-5). */
export interface NormWeights {
  readonly scale: Tensor1D;
  readonly bias: Tensor1D;
  readonly epsilon?: number;
}

/** Kernel [in, out] and bias [out] of a linear layer. */
export interface LinearWeights {
  readonly kernel: Tensor2D;
  readonly bias: Tensor1D;
}

/** Layer normalisation by our own operation, outside the tape. */
export const nativeNorm = (native: EagerBackend, x: Tensor, { scale, bias, epsilon = 1e-5 }: NormWeights): Tensor =>
  native.executeSingleOutput('AlignclipLayerNorm', [float('epsilon', epsilon)], [x, scale, bias]);

/** x + bias on every row by TensorFlow's own operation, outside the tape. */
export const addBias = (native: EagerBackend, x: Tensor, bias: Tensor): Tensor2D =>
  native.executeSingleOutput('BiasAdd', [dataType('T', 'float32')], [x, bias]) as Tensor2D;

/** product + bias + x: the end of a residual branch in one pass. */
export const addBranch = (native: EagerBackend, product: Tensor, bias: Tensor, x: Tensor): Tensor2D =>
  native.executeSingleOutput('AlignclipAddBranch', [], [product, bias, x]) as Tensor2D;

/** The gradients of y = x + f(LayerNorm(x)) + output bias that one pass over the rows computes. */
export interface BranchGradient {
  readonly dx: Tensor;
  readonly dScale: Tensor;
  readonly dBias: Tensor;
  readonly dOutputBias: Tensor;
  /** LayerNorm(x) again. */
  readonly normal: Tensor;
}

/** Computes them from dy and the gradient of the normalised rows. */
export function branchGradient(
  native: EagerBackend,
  [x, scale, bias]: readonly Tensor[],
  dNormal: Tensor,
  dy: Tensor,
  epsilon = 1e-5,
): BranchGradient {
  const inputs = [x!, scale!, bias!, dNormal, dy];
  const outputs = native.executeMultipleOutputs('AlignclipBranchGrad', [float('epsilon', epsilon)], inputs, 5);
  const [dx, dScale, dBias, dOutputBias, normal] = outputs as [Tensor, Tensor, Tensor, Tensor, Tensor];
  return { dx, dScale, dBias, dOutputBias, normal };
}
