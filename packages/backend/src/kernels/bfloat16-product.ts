import { type Tensor, type Tensor2D, unknownName } from '@alignclip/core';
import { addOn } from '../add-on';
import { customOps } from '../custom-ops';
import type { Precision } from '../precision';
import { tf } from '../tf';
import { castOperation } from './cast-operation';
import { bool, type EagerBackend, eagerBackend } from './eager';
import { plainProduct } from './plain-product';

/**
 * The ways to a product in bfloat16. `own`: our operation, on processors with AVX512-BF16. `cast`: TensorFlow's Cast and
 * MatMul, whose result is rounded to bfloat16 too. `composed`: operands rounded by arithmetic, then a float32 product.
 */
export const bfloat16Forms = ['own', 'cast', 'composed'] as const;
export type Bfloat16Form = (typeof bfloat16Forms)[number];

/**
 * a · b outside the tape, either transposed first, with operands rounded to bfloat16, to nearest and ties to even, and
 * sums in float32. Numbers below 2⁻¹²⁶ in size may count as zero.
 */
export function bfloat16Product(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor2D {
  const native = eagerBackend();
  const form = bfloat16Form();
  if (!native || form === 'composed')
    return tf.tidy(() => plainProduct(roundedToBfloat16(a), roundedToBfloat16(b), transposeA, transposeB));
  const attributes = [bool('transpose_a', transposeA), bool('transpose_b', transposeB)];
  if (form === 'cast') return castOperation(native, 'MatMul', attributes, [a, b]) as Tensor2D;
  return native.executeSingleOutput('AlignclipBfloat16Product', attributes, [a, b]) as Tensor2D;
}

/**
 * The form on this machine: `own` where it runs, `cast` on a GPU, otherwise `composed`, which is slower than float32.
 * ALIGNCLIP_BFLOAT16 names another. Throws UserError where it names none of the forms, or one that doesn't run here.
 */
export function bfloat16Form(): Bfloat16Form {
  const possible = bfloat16Forms.filter((form) => runs[form]());
  const wanted = process.env['ALIGNCLIP_BFLOAT16'];
  if (!wanted) return possible.find((form) => form !== 'cast' || eagerBackend()?.isUsingGpuDevice)!;
  const form = possible.find((known) => known === wanted);
  if (form === undefined) throw unknownName('ALIGNCLIP_BFLOAT16', wanted, possible);
  return form;
}

/** Our own operations where they have all products in this precision. */
export const customOpsIn = (precision: Precision): EagerBackend | undefined =>
  precision === 'float32' || bfloat16Form() === 'own' ? customOps() : undefined;

const runs: Readonly<Record<Bfloat16Form, () => boolean>> = {
  own: () => customOps() !== undefined && addOn()?.multipliesBfloat16?.() === true,
  cast: () => eagerBackend() !== undefined,
  composed: () => true,
};

/** Elements as bfloat16 has them: 8 bits of precision, ties to even, ±∞ beyond the largest number, zero below 2⁻¹²⁶. */
export function roundedToBfloat16(x: Tensor): Tensor {
  return tf.tidy(() => {
    const size = tf.abs(x);
    const isLarge = tf.greater(size, LARGE); // where 65537 x may overflow
    const scaled = tf.where(isLarge, tf.mul(x, 1 / SCALE), x);
    const bound = tf.mul(scaled, 65537); // Veltkamp's splitting of 24 bits into 8 and 16
    const split = tf.sub(bound, tf.sub(bound, scaled));
    const rounded = tf.where(isLarge, tf.mul(split, SCALE), split);
    const isZero = tf.less(size, 2 ** -126);
    return tf.where(tf.isFinite(x), tf.where(isZero, tf.zerosLike(x), rounded), x);
  });
}

const LARGE = 2 ** 100;
const SCALE = 2 ** 32;
