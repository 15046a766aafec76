import { tf } from '../tf';
import type { Tensor2D } from '@alignclip/core';
import { differentiable } from './differentiable';

const slope = 1.702;

/** x · sigmoid(1.702 x), the activation of OpenAI's CLIP checkpoints. */
export function quickGelu(x: Tensor2D): Tensor2D {
  return differentiable([x], {
    forward: (save) => {
      save([x]);
      return tf.mul(x, tf.sigmoid(tf.mul(x, slope)));
    },
    backward: (gradient, [saved]) => {
      const input = saved as Tensor2D;
      const gate = tf.sigmoid(tf.mul(input, slope));
      const rise = tf.mul(tf.mul(input, slope), tf.sub(1, gate));
      return [tf.mul(gradient, tf.mul(gate, tf.add(rise, 1)))];
    },
  });
}
