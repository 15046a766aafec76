import { UserError, type Tensor, type Tensor1D, type Tensor2D, type Tensor3D } from '@alignclip/core';
import { type Precision, productPrecision } from '../precision';
import { tf } from '../tf';
import { customOpsIn } from './bfloat16-product';
import { attentionGradients, weightedValues } from './composed-attention';
import { type Differentiable, differentiable } from './differentiable';
import { type Attribute, bool, type EagerBackend, eagerBackend, int } from './eager';
import { sumRows } from './mat-mul';
import type { AttentionShape } from './branches';
import { attend, attendedGradient } from './tensorflow-attention';

/**
 * Scaled dot-product attention, softmax(q kᵀ / √(head width)) v, heads side by side (Vaswani et al., arXiv 1706.03762).
 * Shapes: qkv [batch · tokens, 3w] with q, k and v side by side → [batch · tokens, w].
 * The gradient recomputes the probabilities instead of keeping them. In bfloat16 (`withPrecision`) the operands of all
 * products, also of the gradient, are rounded: q, k, v, probabilities, gradients of scores and of the result.
 * @throws UserError where rows or columns don't match the shape.
 */
export function attention(qkv: Tensor2D, shape: AttentionShape): Tensor2D {
  checkAttentionShape(qkv.shape, shape);
  const precision = productPrecision();
  const [native, plain] = [customOpsIn(precision), eagerBackend()];
  if (native) return differentiable([qkv], fused(native, qkv, shape, precision));
  return differentiable([qkv], (plain ? onTensorflow(plain) : composed)(qkv, shape, precision));
}

/**
 * Attention with a shift that is added to the scores (a relative position bias), q, k and v with their biases. Shapes:
 * qkv [batch · tokens, 3w], bias [3w], shift [heads, tokens, tokens] → [batch · tokens, w]. The result of an example
 * depends on its own rows alone where `rowsAreIndependent`.
 * @throws UserError where rows or columns don't match the shape.
 */
export function shiftedAttention(qkv: Tensor2D, bias: Tensor1D, shift: Tensor3D | undefined, shape: AttentionShape) {
  checkAttentionShape(qkv.shape, shape);
  const precision = productPrecision();
  const native = customOpsIn(precision);
  const attributes = plainAttributes(shape, precision);
  const inputs = shift ? [qkv, bias, shift] : [qkv, bias];
  return differentiable<Tensor2D>(inputs, {
    forward: (save) => {
      save(inputs);
      if (!native) return weightedValues(tf.add(qkv, bias), shape, precision, shift);
      const name = shift ? 'AlignclipShiftedAttention' : 'AlignclipAttention';
      return native.executeSingleOutput(name, attributes, inputs) as Tensor2D;
    },
    backward: (gradient, saved) =>
      native && !shift
        ? native.executeMultipleOutputs('AlignclipAttentionGrad', attributes, [...saved, gradient], 2)
        : shiftedGradients(saved as ShiftedInputs, gradient, shape, precision),
  });
}

type ShiftedInputs = [qkv: Tensor2D, bias: Tensor1D, shift?: Tensor3D];

function shiftedGradients(
  [qkv, bias, shift]: ShiftedInputs,
  gradient: Tensor2D,
  shape: AttentionShape,
  precision: Precision,
): Tensor[] {
  const { packed, scores } = attentionGradients(tf.add(qkv, bias), gradient, shape, precision, shift);
  return [packed, sumRows(packed), ...(shift ? [tf.sum(scores, 0)] : [])];
}

function fused(
  native: EagerBackend,
  qkv: Tensor2D,
  shape: AttentionShape,
  precision: Precision,
): Differentiable<Tensor2D> {
  const attributes = plainAttributes(shape, precision);
  const noBias = (): Tensor => tf.zeros([qkv.shape[1]]);
  return {
    forward: (save) => {
      save([qkv]);
      return native.executeSingleOutput('AlignclipAttention', attributes, [qkv, noBias()]) as Tensor2D;
    },
    backward: (gradient, [saved]) =>
      native.executeMultipleOutputs('AlignclipAttentionGrad', attributes, [saved!, noBias(), gradient], 2).slice(0, 1),
  };
}

/** The shape as attributes of our attention operations. */
export const attentionAttributes = ({ tokens, heads, causal }: AttentionShape): Attribute[] => [
  int('tokens', tokens),
  int('heads', heads),
  bool('causal', causal),
];

/** With the precision of AlignclipAttention's products, whose rows are float32. */
export const plainAttributes = (shape: AttentionShape, precision: Precision): Attribute[] => [
  ...attentionAttributes(shape),
  bool('in_bfloat16', precision === 'bfloat16'),
];

type Rule = (qkv: Tensor2D, shape: AttentionShape, precision: Precision) => Differentiable<Tensor2D>;

const onTensorflow =
  (native: EagerBackend): Rule =>
  (qkv, shape, precision) => ({
    forward: (save) => {
      const { mixed, saved } = attend(native, qkv, shape, precision);
      save(saved);
      return mixed;
    },
    backward: (gradient, saved) => [attendedGradient(native, gradient, saved, shape, precision)],
  });

const composed: Rule = (qkv, shape, precision) => ({
  forward: (save) => {
    save([qkv]);
    return weightedValues(qkv, shape, precision);
  },
  backward: (gradient, saved) => [attentionGradients(saved[0] as Tensor2D, gradient, shape, precision).packed],
});

/** @throws UserError where the packed matrix doesn't match the shape. */
export function checkAttentionShape(
  [rows, columns]: readonly [rows: number, columns: number],
  { batch, tokens, heads }: AttentionShape,
): void {
  if (rows !== batch * tokens) {
    throw new UserError(`attention: ${rows} rows are not batch ${batch} × tokens ${tokens} = ${batch * tokens}`);
  }
  if (columns % (3 * heads) !== 0) {
    throw new UserError(`attention: ${columns} columns are not 3 × heads ${heads} × a whole head width`);
  }
}
