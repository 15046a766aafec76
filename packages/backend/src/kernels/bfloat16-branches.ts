import type { Tensor, Tensor2D } from '@alignclip/core';
import { attentionAttributes, checkAttentionShape } from './attention';
import { addBranch, branchGradient, nativeNorm } from './branch-ends';
import type { AttentionBranch, AttentionShape, MlpBranch } from './branches';
import type { Differentiable } from './differentiable';
import { addDropped, nativeDropout } from './dropout';
import { bool, dataType, type EagerBackend, int } from './eager';
import { sumRows } from './mat-mul';

/**
 * Rows in bfloat16, [n, d] with even d: an int32 tensor [n, d / 2] whose elements hold two neighbours each, as tfjs knows no
 * shorter numbers. Half the memory, and no rounding where they become the operand of a product.
 */
type LowRows = Tensor2D;

interface ProductOptions {
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** The result becomes `LowRows`, rounded once more, after the sum with `bias`. */
  readonly isLow?: boolean;
  readonly bias?: Tensor;
}

/** The product in bfloat16 of float32 matrices or `LowRows`, by our own operation. */
function product(native: EagerBackend, a: Tensor, b: Tensor, options: ProductOptions = {}): Tensor2D {
  const { transposeA = false, transposeB = false, isLow = false, bias } = options;
  const attributes = [
    bool('transpose_a', transposeA),
    bool('transpose_b', transposeB),
    dataType('Ta', a.dtype),
    dataType('Tb', b.dtype),
    dataType('Tout', isLow ? 'int32' : 'float32'),
    int('N', bias ? 1 : 0),
  ];
  const inputs = [a, b, ...(bias ? [bias] : [])];
  return native.executeSingleOutput('AlignclipBfloat16Product', attributes, inputs) as Tensor2D;
}

/** Whether `lowAttention` can do it: rows of an even width. */
export const isLowAttention = ({ output }: AttentionBranch): boolean => output.kernel.shape[0] % 2 === 0;

/**
 * `attentionBranch` by our own operations in bfloat16, with the bits of its float32 rows: what it keeps and what it passes
 * from one operation to the next are operands of products and nothing else, so that they are rounded once, when they are made.
 */
export function lowAttention(
  native: EagerBackend,
  x: Tensor2D,
  { norm, qkv, output }: AttentionBranch,
  shape: AttentionShape,
): Differentiable<Tensor2D> {
  const attributes = attentionAttributes(shape);
  return {
    forward: (save) => {
      checkAttentionShape([x.shape[0], qkv.kernel.shape[1]], shape);
      const normal = nativeNorm(native, x, norm);
      const packed: LowRows = product(native, normal, qkv.kernel, { bias: qkv.bias, isLow: true });
      const mixed: LowRows = native.executeSingleOutput('AlignclipBfloat16Attention', attributes, [packed]) as Tensor2D;
      save([x, norm.scale, norm.bias, packed, qkv.kernel, mixed, output.kernel]);
      return addBranch(native, product(native, mixed, output.kernel), output.bias, x);
    },
    backward: (dy, saved) => {
      const [packed, kernel, mixed, outputKernel] = saved.slice(3);
      const inputs = [packed!, product(native, dy, outputKernel!, { transposeB: true, isLow: true })];
      const grads = native.executeMultipleOutputs('AlignclipBfloat16AttentionGrad', attributes, inputs, 2);
      const [dPacked, dPackedBias] = grads;
      const dNormal = product(native, dPacked!, kernel!, { transposeB: true });
      const { dx, dScale, dBias, dOutputBias, normal } = branchGradient(native, saved, dNormal, dy, norm.epsilon);
      const dKernel = product(native, normal, dPacked!, { transposeA: true });
      const dOutput = product(native, mixed!, dy, { transposeA: true });
      return [dx, dScale, dBias, dKernel, dPackedBias!, dOutput, dOutputBias];
    },
  };
}

/** Whether `lowMlp` can do it: rows of an even width inside. */
export const isLowMlp = ({ input }: MlpBranch): boolean => input.kernel.shape[1] % 2 === 0;

/**
 * `mlpBranch` by our own operations in bfloat16. It keeps x and z, what GELU gets, which is rounded to bfloat16, as the
 * gradient of GELU's result is.
 */
export function lowMlp(native: EagerBackend, x: Tensor2D, branch: MlpBranch): Differentiable<Tensor2D> {
  const { norm, input, output, dropped } = branch;
  return {
    forward: (save) => {
      const z: LowRows = product(native, nativeNorm(native, x, norm), input.kernel, { bias: input.bias, isLow: true });
      const active: LowRows = native.executeSingleOutput('AlignclipBfloat16Gelu', [], [z]) as Tensor2D;
      save([x, norm.scale, norm.bias, z, input.kernel, output.kernel]);
      const rows = product(native, active, output.kernel);
      return dropped ? addDropped(native, rows, output.bias, x, dropped) : addBranch(native, rows, output.bias, x);
    },
    backward: (dy, saved) => {
      const [z, kernel, outputKernel] = saved.slice(3);
      const dRows = dropped ? nativeDropout(native, dy, dropped) : dy;
      const dActive = product(native, dRows, outputKernel!, { transposeB: true, isLow: true });
      const outputs = native.executeMultipleOutputs('AlignclipBfloat16GeluGrad', [], [z!, dActive], 3);
      const [dz, dInputBias, active] = outputs;
      dActive.dispose();
      const dOutput = product(native, active!, dRows, { transposeA: true });
      active!.dispose();
      const dNormal = product(native, dz!, kernel!, { transposeB: true });
      const { dx, dScale, dBias, dOutputBias, normal } = branchGradient(native, saved, dNormal, dy, norm.epsilon);
      const dKernel = product(native, normal, dz!, { transposeA: true });
      return [dx, dScale, dBias, dKernel, dInputBias!, dOutput, dropped ? sumRows(dRows as Tensor2D) : dOutputBias];
    },
  };
}
