import { uniformOf, type Tensor, type Tensor2D } from '@alignclip/core';
import { tf } from '../tf';
import { customOps } from '../custom-ops';
import { differentiable } from './differentiable';
import { float, type Attribute, type EagerBackend } from './eager';

/** What dropout leaves out: entries whose draw (`uniformOf(words, d)`, two words a row) is below the rate. */
export interface Dropped {
  readonly words: Int32Array; // [2n]
  /** In [0, 1). */
  readonly rate: number;
}

/** Zero where an entry is left out, else x / (1 − rate), [n, d]. Hinton et al., arXiv 1207.0580. */
export function dropout(x: Tensor2D, dropped: Dropped): Tensor2D {
  const native = customOps();
  if (!native) return tf.mul(x, factors(dropped, x.shape[1]));
  return differentiable([x], {
    forward: () => nativeDropout(native, x, dropped) as Tensor2D,
    backward: (gradient) => [nativeDropout(native, gradient, dropped)],
  });
}

/** The factor of each entry: 0, or 1 / (1 − rate). */
function factors({ words, rate }: Dropped, columns: number): Tensor2D {
  const kept = tf.greaterEqual(tf.tensor2d(uniformOf(words, columns), [words.length / 2, columns]), rate);
  return tf.mul(tf.cast(kept, 'float32'), 1 / (1 - rate));
}

/** The same outside the tape, by our own operation, which makes the draws on its way. */
export function nativeDropout(native: EagerBackend, x: Tensor, dropped: Dropped): Tensor {
  return withWords(dropped, (words) =>
    native.executeSingleOutput('AlignclipDropout', attributesOf(dropped), [x, words]),
  );
}

/** x + dropout(product + bias), outside the tape. */
export const addDropped = (
  native: EagerBackend,
  product: Tensor,
  bias: Tensor,
  x: Tensor,
  dropped: Dropped,
): Tensor2D =>
  withWords(
    dropped,
    (words) =>
      native.executeSingleOutput('AlignclipDropBranch', attributesOf(dropped), [product, bias, x, words]) as Tensor2D,
  );

function withWords<T extends Tensor>({ words }: Dropped, work: (words: Tensor2D) => T): T {
  const tensor = tf.tensor2d(words, [words.length / 2, 2], 'int32');
  try {
    return work(tensor);
  } finally {
    tensor.dispose();
  }
}

const attributesOf = ({ rate }: Dropped): Attribute[] => [float('rate', rate), float('scale', 1 / (1 - rate))];
