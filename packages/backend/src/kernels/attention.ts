import { UserError, type Tensor, type Tensor1D, type Tensor2D, type Tensor3D, type Tensor4D } from '@alignclip/core';
import { customOps } from '../custom-ops';
import { tf } from '../tf';
import { type Differentiable, differentiable } from './differentiable';
import { type Attribute, bool, type EagerBackend, eagerBackend, int } from './eager';
import { sumRows } from './mat-mul';
import type { AttentionShape } from './branches';
import { attend, attendedGradient, causalMask } from './tensorflow-attention';

/**
 * Scaled dot-product attention, softmax(q kᵀ / √(head width)) v, heads side by side (Vaswani et al., arXiv 1706.03762).
 * Shapes: qkv [batch · tokens, 3w] with q, k and v side by side → [batch · tokens, w].
 * The gradient recomputes the probabilities instead of keeping them.
 * @throws UserError where rows or columns don't match the shape.
 */
export function attention(qkv: Tensor2D, shape: AttentionShape): Tensor2D {
  checkAttentionShape(qkv, shape);
  const [native, plain] = [customOps(), eagerBackend()];
  return differentiable(
    [qkv],
    native ? fused(native, qkv, shape) : plain ? onTensorflow(plain, qkv, shape) : composed(qkv, shape),
  );
}

/**
 * Attention with a shift that is added to the scores (a relative position bias), q, k and v with their biases. Shapes:
 * qkv [batch · tokens, 3w], bias [3w], shift [heads, tokens, tokens] → [batch · tokens, w]. The result of an example
 * depends on its own rows alone where `rowsAreIndependent`.
 * @throws UserError where rows or columns don't match the shape.
 */
export function shiftedAttention(qkv: Tensor2D, bias: Tensor1D, shift: Tensor3D | undefined, shape: AttentionShape) {
  checkAttentionShape(qkv, shape);
  const native = customOps();
  const inputs = shift ? [qkv, bias, shift] : [qkv, bias];
  return differentiable<Tensor2D>(inputs, {
    forward: (save) => {
      save(inputs);
      if (!native) return weightedValues(tf.add(qkv, bias), shape, shift);
      const name = shift ? 'AlignclipShiftedAttention' : 'AlignclipAttention';
      return native.executeSingleOutput(name, attentionAttributes(shape), inputs) as Tensor2D;
    },
    backward: (gradient, saved) =>
      native && !shift
        ? native.executeMultipleOutputs('AlignclipAttentionGrad', attentionAttributes(shape), [...saved, gradient], 2)
        : shiftedGradients(saved as ShiftedInputs, gradient, shape),
  });
}

type ShiftedInputs = [qkv: Tensor2D, bias: Tensor1D, shift?: Tensor3D];

function shiftedGradients([qkv, bias, shift]: ShiftedInputs, gradient: Tensor2D, shape: AttentionShape): Tensor[] {
  const { packed, scores } = gradients(tf.add(qkv, bias), gradient, shape, shift);
  return [packed, sumRows(packed), ...(shift ? [tf.sum(scores, 0)] : [])];
}

function fused(native: EagerBackend, qkv: Tensor2D, shape: AttentionShape): Differentiable<Tensor2D> {
  const attributes = attentionAttributes(shape);
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

function onTensorflow(native: EagerBackend, qkv: Tensor2D, shape: AttentionShape): Differentiable<Tensor2D> {
  return {
    forward: (save) => {
      const { mixed, saved } = attend(native, qkv, shape);
      save(saved);
      return mixed;
    },
    backward: (gradient, saved) => [attendedGradient(native, gradient, saved, shape)],
  };
}

function composed(qkv: Tensor2D, shape: AttentionShape): Differentiable<Tensor2D> {
  return {
    forward: (save) => {
      save([qkv]);
      return weightedValues(qkv, shape);
    },
    backward: (gradient, saved) => [gradients(saved[0] as Tensor2D, gradient, shape).packed],
  };
}

/** @throws UserError where the packed matrix doesn't match the shape. */
export function checkAttentionShape(qkv: Tensor2D, { batch, tokens, heads }: AttentionShape): void {
  const [rows, columns] = qkv.shape;
  if (rows !== batch * tokens) {
    throw new UserError(`attention: ${rows} rows are not batch ${batch} × tokens ${tokens} = ${batch * tokens}`);
  }
  if (columns % (3 * heads) !== 0) {
    throw new UserError(`attention: ${columns} columns are not 3 × heads ${heads} × a whole head width`);
  }
}

function weightedValues(qkv: Tensor2D, shape: AttentionShape, shift?: Tensor3D): Tensor2D {
  const [query, key, value] = unpack(qkv, shape);
  return joinHeads(tf.matMul(probabilities(query, key, shape, shift), value));
}

/** The gradients of the packed matrix and of the scores, [batch, heads, tokens, tokens]. */
function gradients(qkv: Tensor2D, gradient: Tensor2D, shape: AttentionShape, shift?: Tensor3D) {
  const [query, key, value] = unpack(qkv, shape);
  const weights = probabilities(query, key, shape, shift); // [batch, heads, tokens, tokens]
  const outer = splitHeads(gradient, shape);
  const dWeights = tf.matMul(outer, swap(value));
  const inner = tf.sub(dWeights, tf.sum(tf.mul(dWeights, weights), -1, true));
  const scores = tf.mul<Tensor4D>(weights, inner);
  const dScores = tf.mul<Tensor4D>(scores, 1 / Math.sqrt(query.shape[3]));
  const parts: Tensor4D[] = [tf.matMul(dScores, key), tf.matMul(swap(dScores), query), tf.matMul(swap(weights), outer)];
  return { packed: tf.concat(parts.map(joinHeads), 1), scores };
}

function probabilities(query: Tensor4D, key: Tensor4D, { tokens, causal }: AttentionShape, shift?: Tensor3D): Tensor4D {
  const plain = tf.mul<Tensor4D>(tf.matMul(query, swap(key)), 1 / Math.sqrt(query.shape[3]));
  const scores = shift ? tf.add<Tensor4D>(plain, shift) : plain;
  return tf.softmax(causal ? tf.add<Tensor4D>(scores, causalMask(tokens)) : scores);
}

function unpack(qkv: Tensor2D, shape: AttentionShape): [Tensor4D, Tensor4D, Tensor4D] {
  const [query, key, value] = tf.split(qkv, 3, 1) as [Tensor2D, Tensor2D, Tensor2D];
  return [splitHeads(query, shape), splitHeads(key, shape), splitHeads(value, shape)];
}

/** [batch · tokens, w] → [batch, heads, tokens, w / heads]. */
function splitHeads(rows: Tensor2D, { batch, tokens, heads }: AttentionShape): Tensor4D {
  return tf.transpose(tf.reshape(rows, [batch, tokens, heads, rows.shape[1] / heads]), [0, 2, 1, 3]);
}

/** [batch, heads, tokens, d] → [batch · tokens, heads · d]. */
function joinHeads(heads: Tensor4D): Tensor2D {
  const [batch, count, tokens, width] = heads.shape;
  return tf.reshape(tf.transpose(heads, [0, 2, 1, 3]), [batch * tokens, count * width]);
}

/** The last two axes swapped; explicit, because wasm products with transposed operands are slow. */
function swap(matrices: Tensor4D): Tensor4D {
  return tf.transpose(matrices, [0, 1, 3, 2]);
}
