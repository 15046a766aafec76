import type { Tensor } from '@alignclip/core';
import { onEachBackend } from '../testing/on-each-backend';
import { tf } from '../tf';
import { differentiable, offTape } from './differentiable';

/** x · y, whose gradient reads both. */
const times = (x: Tensor, y: Tensor): Tensor =>
  differentiable([x, y], {
    forward: (save) => {
      save([x, y]);
      return tf.mul(x, y);
    },
    backward: (gradient, [a, b]) => [tf.mul(gradient, b!), tf.mul(gradient, a!)],
  });

onEachBackend('differentiable', () => {
  it('gives back what was saved in its order, variables and others mixed', () => {
    const before = tf.memory().numTensors;
    const [a, b] = [tf.variable(tf.tensor1d([2, 3])), tf.variable(tf.tensor1d([5, 7]))];
    const { value, grads } = tf.variableGrads(() => tf.sum(times(times(a, tf.add(b, 1)), b)), [a, b]);
    expect(value.dataSync()[0]).toBe(2 * 6 * 5 + 3 * 8 * 7);
    expect([...grads[a.name]!.dataSync()]).toEqual([30, 56]);
    expect([...grads[b.name]!.dataSync()]).toEqual([22, 45]);
    tf.dispose([value, grads, a, b]);
    expect(tf.memory().numTensors).toBe(before + 2); // the values that the variables began with
  });

  it('leaves no tensor behind outside a gradient', () => {
    const x = tf.tensor1d([2]);
    const before = tf.memory().numTensors;
    times(x, x).dispose();
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });
});

onEachBackend('offTape', () => {
  it('gives a value that counts as given, with a gradient of its own, and leaves no other tensor', () => {
    const x = tf.variable(tf.scalar(3));
    const before = tf.memory().numTensors;
    // The gradient of x² at 3 is 6 as a number, so that of 6 x is 6, not 12.
    const { value, grads } = tf.variableGrads(() => {
      const slope = offTape(() => tf.tidy(() => tf.variableGrads(() => tf.square<tf.Scalar>(x), [x]).grads[x.name]!));
      return tf.mul<tf.Scalar>(x, slope);
    }, [x]);
    expect([value.dataSync()[0], grads[x.name]!.dataSync()[0]]).toEqual([18, 6]);
    tf.dispose([value, grads]);
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
  });
});
