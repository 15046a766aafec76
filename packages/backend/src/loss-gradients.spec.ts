import type { Scalar, Tensor2D, Variable } from '@alignclip/core';
import { differentiable, matMul } from './kernels';
import { lossGradients } from './loss-gradients';
import { onEachBackend } from './testing/on-each-backend';
import { randomMatrix } from './testing/random-matrix';
import { tf } from './tf';

onEachBackend('lossGradients', () => {
  const variable = (seed: number): Variable<tf.Rank.R2> =>
    tf.tidy(() => tf.variable(tf.tensor2d(randomMatrix(seed, 4, 4))));

  /** One value used three times, a sum with itself, a transposed product, a constant, and a value that leads nowhere. */
  const loss = (a: Tensor2D, b: Tensor2D): Scalar => {
    const x = tf.tanh(matMul(a, b));
    tf.exp(b);
    const y = tf.add(tf.add(x, x), matMul(x, a, true));
    return tf.mean(tf.mul(tf.square(tf.mul(y, x)), tf.add(tf.reshape(b, [4, 4]), tf.scalar(2))));
  };

  it('gives the bits of tfjs, undefined where the loss does not depend on a variable, and leaves no tensor', () => {
    const variables = [variable(1), variable(2), variable(3)] as const;
    const [a, b] = variables;
    const before = tf.memory().numTensors;
    const own = lossGradients(() => loss(a, b), variables);
    const theirs = tf.engine().gradients(() => loss(a, b), [a, b]);
    expect(own.gradients[2]).toBeUndefined();
    expect([...own.value.dataSync()]).toEqual([...theirs.value.dataSync()]);
    for (const i of [0, 1]) expect([...own.gradients[i]!.dataSync()]).toEqual([...theirs.grads[i]!.dataSync()]);
    tf.dispose([own, theirs]);
    expect(tf.memory().numTensors).toBe(before);
    tf.dispose([...variables]);
  });

  it('lets go of what a node saved, and of gradients, once they have been used', () => {
    const x = variable(1);
    const counts: number[] = [];
    const counted = (input: Tensor2D): Tensor2D =>
      differentiable([input], {
        forward: (save) => {
          const made = tf.mul<Tensor2D>(input, 2);
          save([made, tf.add(input, 1)]);
          return made;
        },
        backward: (dy) => {
          counts.push(tf.memory().numTensors);
          return [tf.mul(dy, 2)];
        },
      });
    const { value, gradients } = lossGradients(() => tf.sum(counted(counted(counted(x)))), [x]);
    expect(counts).toHaveLength(3);
    expect(counts[0]! - counts[2]!).toBeGreaterThanOrEqual(4);
    tf.dispose([value, gradients[0]!, x]);
  });
});
